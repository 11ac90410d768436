package import CivilTime
package import Pricing

/// Everything known about one billed call of one model, before its price.
package struct CallFacts: Sendable, Hashable {
  /// Whose call it is.
  package var userID: String
  /// The conversation or thread; empty when there is none.
  package var sessionID = ""
  /// The dimensions; empty when absent.
  package var projectID = ""
  package var agent = ""
  package var mode = ""
  package var operation = ""
  /// Who reported it: `tool`, `cli`, or the name of an importer.
  package var source: String
  /// The host name of the machine that recorded it.
  package var machine = ""
  /// The provider as given, or as resolved once it is priced.
  package var provider = ""
  /// The model's name as given.
  package var model: String
  /// `batch`, `flex` and so on; empty for standard service.
  package var serviceTier = ""
  /// The processing region; empty when not said.
  package var region = ""
  /// Request options that change a price, such as `quality`.
  package var options: [String: String] = [:]
  /// The disjoint quantities.
  package var usage: Usage
  /// How much of the call has been seen.
  package var status = RecordStatus.complete
  /// When the call was made.
  package var timestamp: Instant
  /// What the provider said it billed.
  package var reportedCost: Money?
  /// How long the call took.
  package var durationMilliseconds: Int64?
  /// The id of the message that the call produced.
  package var messageID: String?
  /// Names of the tools that the model called.
  package var toolCalls: [String] = []
  /// The caller's own JSON object, as text of at most 4 KiB.
  package var metadata: String?

  /// Creates the facts of a call by `userID`, reported by `source`.
  package init(userID: String, source: String, model: String, usage: Usage, timestamp: Instant) {
    self.userID = userID
    self.source = source
    self.model = model
    self.usage = usage
    self.timestamp = timestamp
  }
}
