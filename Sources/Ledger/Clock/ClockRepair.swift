package import CivilTime

/// An entry by which a person took the ledger's time back to the clock's.
package struct ClockRepair: Sendable, Hashable {
  /// The time of the clock, which has been the ledger's since.
  package var enteredAt: Instant
  /// Who entered it.
  package var enteredBy: String
  /// Why.
  package var reason: String
  /// The time of the ledger before.
  package var before: Instant
  /// How many records were entered at a time that had not come, and were so at the repair since.
  package var enteredAhead: Int64
  /// How many of them were dated ahead too, and are dated at the repair since.
  package var datedAhead: Int64
}
