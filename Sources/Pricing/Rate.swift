/// Dollars for one step of a meter, exactly: `significand` / (10^`places` x `divisor`).
///
/// A price per 3600 seconds has no finite decimal, so the part of `per` that shares no factor with ten stays
/// apart, and amounts are divided by it once, at the end.
struct Rate: Sendable, Hashable {
  /// The digits of the price times what completes `per` to a power of ten.
  let significand: Int64
  /// The decimal places of `significand`.
  let places: Int16
  /// What is left of `per` without its factors 2 and 5; 1 for nearly every price.
  let divisor: Int32

  /// Nothing.
  static let zero = Rate(significand: 0, places: 0, divisor: 1)

  private init(significand: Int64, places: Int16, divisor: Int32) {
    self.significand = significand
    self.places = places
    self.divisor = divisor
  }

  /// Creates the rate of `usd` for `steps` steps of a meter; nil when that needs more digits than prices
  /// have.
  init?(usd: Decimal, steps: Int64) {
    guard steps > 0 else { return nil }
    var twos = 0
    var fives = 0
    var rest = steps
    while rest.isMultiple(of: 2) { (rest, twos) = (rest / 2, twos + 1) }
    while rest.isMultiple(of: 5) { (rest, fives) = (rest / 5, fives + 1) }
    var significand = usd.significand
    for (count, factor) in [(fives - twos, Int128(2)), (twos - fives, Int128(5))] where count > 0 {
      for _ in 0..<count {
        let product = significand.multipliedReportingOverflow(by: factor)
        guard !product.overflow else { return nil }
        significand = product.partialValue
      }
    }
    let places = usd.places + max(twos, fives)
    guard let digits = Int64(exactly: significand), let divisor = Int32(exactly: rest),
      places <= Rate.mostPlaces
    else { return nil }
    self.init(significand: digits, places: Int16(places), divisor: divisor)
  }

  /// Returns what `quantity` costs in picodollars, times a factor; nil where that is no whole number of them, or
  /// beyond 128 bits.
  func picodollars(of quantity: Int64, times factor: Decimal) -> Int128? {
    let places = Int(self.places) + factor.places
    guard divisor == 1, places <= Money.decimalPlaces, let power = Decimal.powerOfTen(Money.decimalPlaces - places)
    else { return nil }
    let priced = (Int128(quantity) * Int128(significand)).multipliedReportingOverflow(by: power)
    if factor.significand == 1 { return priced.overflow ? nil : priced.partialValue }
    let amount = priced.partialValue.multipliedReportingOverflow(by: factor.significand)
    return priced.overflow || amount.overflow ? nil : amount.partialValue
  }

  /// With this many decimal places an amount of $1,000,000 still fits 128 bits with room for divisors.
  private static let mostPlaces = 28
}
