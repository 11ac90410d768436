package import Ledger

/// A call that a log tells of.
package struct LoggedCall: Sendable, Hashable {
  /// What the log says of it; who made it, and on which machine, is filled in by whoever enters it.
  package var facts: CallFacts
  /// The names under which the source itself knows it: the same call in another line or file has one of them too.
  package var keys: [RecordKey]
  /// The provider's id of the response, by which it may have been recorded; gateways give the same to several calls.
  package var responseID: String?
  /// The folder in which the program worked, where the log says; the project is named after it.
  package var folder: String?
  /// The branch of that folder's repository, where the log says.
  package var branch: String?
  /// True where a conversation on the side tells of it: such a report counts only where the main one tells of no call
  /// that ``rivalKey`` leads to.
  package var isOnTheSide = false
  /// Where a call may be told of on the side and by the main conversation too: the key that leads to what the other
  /// one tells of it.
  package var rivalKey: RecordKey?
  /// What the keys of calls that are told on the side begin with.
  package static let sidePrefix = "side "

  /// Creates a call; one without keys would be counted again each time that it is read.
  package init(facts: CallFacts, keys: [RecordKey]) {
    self.facts = facts
    self.keys = keys
  }
}
