package import CivilTime

/// What was used within one hour: US dollars, tokens, or requests.
package struct HourAmount: Sendable, Hashable {
  /// A moment within the hour, usually its beginning.
  package var start: Instant
  /// How much; a statistic, never an amount to be billed.
  package var amount: Double

  /// Creates the amount of an hour.
  package init(start: Instant, amount: Double) {
    self.start = start
    self.amount = amount
  }
}
