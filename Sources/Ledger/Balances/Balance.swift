package import CivilTime
package import Pricing

/// A user's prepaid money.
package struct Balance: Sendable, Hashable {
  /// Whose it is.
  package var userID: String
  /// From when on what is recorded for the user is drawn from it, by the ledger's time.
  package var openedAt: Instant
  /// What is left; below zero when more was used than paid.
  package var remaining: Money
}

/// One line of an account: money put in or taken out by hand, or what the records of a day have drawn.
package struct BalanceEntry: Sendable, Hashable {
  /// When it was entered, or last drawn on.
  package var enteredAt: Instant
  /// The UTC day on which usage was recorded; nil for money put in or taken out.
  package var day: CivilDate?
  /// Above zero for money put in; corrections may turn a day of usage either way.
  package var amount: Money
  /// What was said about it; empty for usage.
  package var note: String
}
