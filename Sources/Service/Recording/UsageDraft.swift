package import Ingest
package import Ledger

/// A call as it is reported, or several where a provider's object tells of several; the ledger fills in the rest.
package struct UsageDraft: Sendable {
  /// Who reports through the tools of the server.
  package static let source = "tool"

  /// What the reporter says. Of a provider's object it is what the object itself does not tell.
  package var facts: CallFacts
  /// The calls that a provider's object tells of; nil where ``facts`` hold the counts.
  package let observed: [ObservedCall]?
  /// The reporter's id of the call; empty when there is none.
  package let requestID: String
  /// The name of the reservation that the call settles.
  package let reservation: String?
  /// True when the session ends with it.
  package let endsSession: Bool

  /// Creates the draft of a call.
  package init(
    facts: CallFacts, observed: [ObservedCall]? = nil, requestID: String = "", reservation: String? = nil,
    endsSession: Bool = false
  ) {
    self.facts = facts
    self.observed = observed
    self.requestID = requestID
    self.reservation = reservation
    self.endsSession = endsSession
  }
}
