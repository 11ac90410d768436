import Ledger
package import Tokens

/// A number of tokens with its bounds and its origin.
package struct EstimatedCount: Sendable, Hashable {
  /// How a count was found.
  package enum Method: Sendable, Hashable {
    /// The caller gave it.
    case given
    /// A text was counted.
    case counted(TokenCount.Method)
    /// From earlier answers.
    case history
    /// Nobody knows.
    case assumed
  }

  /// The best guess.
  package let count: Int64
  /// It is hardly less.
  package let low: Int64
  /// It is hardly more.
  package let high: Int64
  /// How it was found.
  package let method: Method

  /// The length of an answer that nobody knows anything about (an assumption, said in a warning).
  private static let assumed = (count: Int64(500), low: Int64(50), high: Int64(2_000))

  /// A count that the caller gave.
  init(given count: Int64) { self.init(count, count, count, .given) }

  /// A counted text.
  init(_ counted: TokenCount) {
    self.init(counted.count, counted.low, counted.high, .counted(counted.method))
  }

  /// The lengths of earlier answers.
  init(_ history: OutputHistory) { self.init(history.median, history.low, history.high, .history) }

  /// The assumed length of an answer of at most `longest` tokens.
  init(assumedWithin longest: Int64?) {
    let longest = longest ?? .max
    self.init(
      min(Self.assumed.count, longest), min(Self.assumed.low, longest), min(Self.assumed.high, longest), .assumed)
  }

  /// No output, from a model that gives none.
  static let none = EstimatedCount(0, 0, 0, .assumed)

  private init(_ count: Int64, _ low: Int64, _ high: Int64, _ method: Method) {
    self.count = count
    self.low = low
    self.high = high
    self.method = method
  }

  /// Returns the count with others that are certain.
  func adding(_ more: Int64) -> EstimatedCount {
    EstimatedCount(count + more, low + more, high + more, method)
  }
}
