package import CivilTime
package import Pricing

/// A planned call whose tokens and cost are held until it is recorded, given back, or its time is up.
package struct Reservation: Sendable, Hashable {
  /// Its public name.
  package var id: RecordID
  /// What is to be called, and for whom.
  package var call: PlannedCallFacts
  /// Until when it holds, by the ledger's time.
  package var expiresAt: Instant
}

/// What is known of a call that is planned.
package struct PlannedCallFacts: Sendable, Hashable {
  /// Whose call it is; texts that are not known are empty.
  package var userID: String
  package var sessionID: String
  package var projectID: String
  package var agent: String
  /// The name under which limits know the model, and the catalog's id of its provider.
  package var model: String
  package var provider: String
  /// All tokens of the call.
  package var tokens: Int64
  /// What it will cost at most; nil when there is no price.
  package var cost: Money?

  /// Creates the facts of a planned call.
  package init(
    userID: String, sessionID: String = "", projectID: String = "", agent: String = "", model: String = "",
    provider: String = "", tokens: Int64 = 0, cost: Money? = nil
  ) {
    self.userID = userID
    self.sessionID = sessionID
    self.projectID = projectID
    self.agent = agent
    self.model = model
    self.provider = provider
    self.tokens = tokens
    self.cost = cost
  }
}

/// What open reservations hold together.
package struct ReservedTotals: Sendable, Hashable {
  /// How many calls.
  package var requests: Int64 = 0
  /// Their tokens.
  package var tokens: Int64 = 0
  /// Their cost; calls without a price add nothing.
  package var cost = Money.zero

  /// Creates the totals of no reservation.
  package init() {}
}
