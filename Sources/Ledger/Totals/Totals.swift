package import Pricing

/// Tokens as answers show them: `input` includes cached tokens, `output` includes reasoning.
package struct TokenTotals: Sendable, Hashable {
  /// All prompt tokens, cached ones included.
  package var input: Int64 = 0
  /// All produced tokens, reasoning included.
  package var output: Int64 = 0
  /// Prompt tokens read from a cache.
  package var cacheRead: Int64 = 0
  /// Prompt tokens written to a cache, of any lifetime.
  package var cacheWrite: Int64 = 0
  /// The part of `cacheWrite` that lives an hour.
  package var cacheWrite1h: Int64 = 0
  /// The part of `output` that is reasoning.
  package var reasoning: Int64 = 0

  /// Input and output together.
  package var total: Int64 { input + output }

  /// No tokens.
  package init() {}

  /// The totals of one call.
  package init(_ usage: Usage) {
    input = usage.inputTokens
    output = usage.outputTokens
    cacheRead = usage.cacheReadTokens
    cacheWrite = usage.cacheWriteTokens
    cacheWrite1h = usage[.cacheWrite1h]
    reasoning = usage.reasoningTokens
  }

  /// Applies `operation` to each count and its partner.
  mutating func combine(_ other: TokenTotals, _ operation: (inout Int64, Int64) -> Void) {
    operation(&input, other.input)
    operation(&output, other.output)
    operation(&cacheRead, other.cacheRead)
    operation(&cacheWrite, other.cacheWrite)
    operation(&cacheWrite1h, other.cacheWrite1h)
    operation(&reasoning, other.reasoning)
  }
}

/// What a set of records adds up to.
package struct Totals: Sendable, Hashable {
  /// How many records.
  package var requests: Int64 = 0
  /// How many of them have no amount.
  package var unpricedRequests: Int64 = 0
  /// Their tokens.
  package var tokens = TokenTotals()
  /// The sum of their amounts; unpriced records add nothing.
  package var cost = Money.zero

  /// The totals of no record.
  package static let zero = Totals()

  /// True when every record counted here has no amount, so that there is no cost to show.
  package var isUnpriced: Bool { requests > 0 && unpricedRequests == requests && cost.isZero }

  package static func += (left: inout Totals, right: Totals) {
    left.requests += right.requests
    left.unpricedRequests += right.unpricedRequests
    left.tokens.combine(right.tokens, +=)
    left.cost += right.cost
  }

  package static func -= (left: inout Totals, right: Totals) {
    left.requests -= right.requests
    left.unpricedRequests -= right.unpricedRequests
    left.tokens.combine(right.tokens, -=)
    left.cost -= right.cost
  }
}
