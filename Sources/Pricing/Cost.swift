/// What one call costs by the catalog.
package struct Cost: Sendable, Hashable {
  /// The exact sum, rounded once, half to even, to a picodollar; nil while something counted has no price.
  package let amount: Money?
  /// One line per counted meter with a quantity, and one for a price per request. Their amounts add up to
  /// ``amount`` exactly.
  package let lines: [CostLine]
  /// The counted meters for which the price says nothing.
  package let unpriced: [Meter]
  /// The beginning of the price row, as the catalog writes it; nil when it is open.
  package let period: String?
  /// What held besides the standard price, such as `batch` or `input_over:272000`; nil for the plain price.
  package let tier: String?

  /// The most that one call may cost, $1,000,000: so that stored amounts fit 64 bits.
  package static let largestAmount = Money(dollars: 1_000_000, picodollars: 0)
}

/// One meter's part of a cost.
package struct CostLine: Sendable, Hashable {
  /// What was counted.
  package let meter: Meter
  /// How much was used, in steps of the meter's scale.
  package let quantity: Int64
  /// How much is billed, in the same steps: more than ``quantity`` where the price has a smallest quantity.
  package let billedQuantity: Int64
  /// The price that was applied, before factors on the token cost; nil when there is none.
  package let price: UnitPrice?
  /// The amount, factors included; nil when there is no price.
  package internal(set) var amount: Money?
}
