/// How many tokens a text has, or probably has.
package struct TokenCount: Sendable, Hashable {
  /// The best guess.
  package var count: Int64
  /// Between these two it lies in nine of ten texts; both are the count when it is exact.
  package var low: Int64
  package var high: Int64
  /// How it was found.
  package var method: Method

  /// How tokens were counted.
  package enum Method: String, Sendable {
    /// By the model's own vocabulary.
    case tokenizer
    /// By the estimator.
    case heuristic
  }

  /// Creates a count.
  package init(count: Int64, low: Int64, high: Int64, method: Method) {
    self.count = count
    self.low = low
    self.high = high
    self.method = method
  }

  /// An exact count.
  package init(exact count: Int64) { self.init(count: count, low: count, high: count, method: .tokenizer) }
}
