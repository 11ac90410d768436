/// Amounts of usage as figures to compute with, never to be billed.
package struct UsageFigures: Sendable, Hashable {
  /// US dollars.
  package var cost: Double
  /// Tokens in and out.
  package var tokens: Double
  /// Calls.
  package var requests: Double
  /// Calls among them that have no price.
  package var unpriced: Double

  /// Creates figures.
  package init(cost: Double = 0, tokens: Double = 0, requests: Double = 0, unpriced: Double = 0) {
    self.cost = cost
    self.tokens = tokens
    self.requests = requests
    self.unpriced = unpriced
  }

  /// Adds each figure of `right`.
  package static func += (left: inout UsageFigures, right: UsageFigures) {
    left.cost += right.cost
    left.tokens += right.tokens
    left.requests += right.requests
    left.unpriced += right.unpriced
  }
}
