package import Ingest
package import Ledger

/// A call as it is reported, or several where a provider's object tells of several; the ledger fills in the rest.
package struct UsageDraft: Sendable {
  /// Who reports through the tools of the server.
  package static let source = "tool"

  /// What the reporter says. Of a provider's object it is what the object itself does not tell.
  package var facts: CallFacts
  /// The calls that a provider's object tells of; nil where ``facts`` hold the counts.
  package var observed: [ObservedCall]?
  /// The reporter's id of the call; empty when there is none.
  package var requestID = ""
  /// The name of the reservation that the call settles.
  package var reservation: String?
  /// True when the session ends with it.
  package var endsSession = false

  /// Creates the draft of a call.
  package init(facts: CallFacts, observed: [ObservedCall]? = nil) {
    self.facts = facts
    self.observed = observed
  }
}
