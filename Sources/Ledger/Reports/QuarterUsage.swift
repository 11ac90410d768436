package import CivilTime

/// What was used within a quarter hour, in short: figures for statistics.
package struct QuarterUsage: Sendable, Hashable {
  /// The beginning of the quarter hour.
  package var start: Instant
  /// The texts of the dimensions asked for, in their order; empty where absent.
  package var texts: [String]
  /// How many records.
  package var requests: Int64 = 0
  /// How many of them have no amount.
  package var unpricedRequests: Int64 = 0
  /// Tokens in and out.
  package var tokens: Int64 = 0
  /// Their cost in millionths of a dollar, cut: never a sum to be shown as exact.
  package var microdollars: Int64 = 0
}
