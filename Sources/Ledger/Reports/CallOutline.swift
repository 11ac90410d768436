package import CivilTime

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
