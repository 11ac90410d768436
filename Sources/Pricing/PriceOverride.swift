/// Prices that replace those of the period, or of overrides before it, under a condition.
package struct PriceOverride: Sendable, Hashable {
  /// When they hold.
  let condition: PriceCondition
  /// The replacing prices.
  let sheet: PriceSheet

  /// The condition in words, such as `batch,input_over:272000`.
  package var label: String { condition.label }
  /// The replacing prices in the order of their meters.
  package var prices: [(meter: Meter, price: UnitPrice)] { sheet.entries.map { ($0.meter, $0.price) } }
}

/// A factor on the token cost under a condition.
struct PriceMultiplier: Sendable, Hashable {
  /// When it holds.
  let condition: PriceCondition
  /// The factor.
  let factor: Decimal
}

/// A rule-of-thumb price of one unit of a model that is billed by token.
struct PriceEstimate: Sendable, Hashable {
  /// The options that must be given exactly.
  let options: [String: String]
  /// The unit and its price.
  let entry: PriceSheet.Line
}
