package import CivilTime

/// What was used within a quarter hour, in short: figures for statistics.
package struct QuarterUsage: Sendable, Hashable {
  /// The beginning of the quarter hour.
  package var start: Instant
  /// The texts of the dimensions asked for, in their order; empty where absent.
  package var texts: [String]
  /// How many records.
  package var requests: Int64
  /// How many of them have no amount.
  package var unpricedRequests: Int64
  /// Tokens in and out.
  package var tokens: Int64
  /// Their cost in millionths of a dollar, cut: never a sum to be shown as exact.
  package var microdollars: Int64
}

/// A record in short: what tells whether calls follow each other in a loop.
package struct CallOutline: Sendable, Hashable {
  /// When the call was made.
  package var timestamp: Instant
  /// The texts of ``Ledger/outlined``, in that order; empty where absent.
  package var texts: [String]
  /// All prompt tokens.
  package var input: Int64
  /// All tokens of the answer.
  package var output: Int64
  /// Its cost in millionths of a dollar, cut; 0 without a price.
  package var microdollars: Int64
}
