// Amounts of dollars in the other currency. Products are of 256 bits, so that nothing is lost before the one
// rounding; an amount beyond 128 bits traps, as arithmetic of `Money` does.
extension Exchange {
  /// Returns what `money` is worth: the exact product with the rate, rounded once, half to even, to
  /// 12 decimal places.
  package func amount(of money: Money) -> ForeignAmount { amount(of: money, over: 1) }

  /// Returns the same for a part of `money`, one of `count` equal ones, rounded once.
  ///
  /// - Parameter count: 1 or more.
  package func amount(of money: Money, over count: Int64) -> ForeignAmount {
    let divisor = denominator * UInt128(count)
    let (quotient, remainder) = divided(money.picodollars.magnitude, by: divisor)
    let rest = divisor - remainder
    let isUp = remainder > rest || (remainder == rest && !quotient.isMultiple(of: 2))
    let size = Int128(quotient) + (isUp ? 1 : 0)
    return ForeignAmount(trillionths: money.picodollars < 0 ? -size : size)
  }

  /// Returns what the parts of a whole are worth, so that they add up to what the whole is worth.
  ///
  /// Each is rounded down; what is left goes one trillionth each to the parts that lost most, the earlier
  /// first among equals. That is the law by which the lines of a cost add up.
  /// - Parameter parts: Amounts that are not negative.
  package func amounts(ofParts parts: [Money]) -> [ForeignAmount] {
    let portions = parts.map { divided($0.picodollars.magnitude, by: denominator) }
    var shares = portions.map { Int128($0.quotient) }
    let whole = amount(of: parts.reduce(.zero, +)).trillionths
    let left = whole - shares.reduce(0, +)
    ExactSum.handOut(left, to: &shares, by: portions.map { Int128($0.remainder) })
    return shares.map { ForeignAmount(trillionths: $0) }
  }

  /// By what the product of picodollars and the rate's digits is divided.
  private var denominator: UInt128 { Decimal.powerOfTen(rate.places).map(\.magnitude) ?? 1 }

  private func divided(_ picodollars: UInt128, by divisor: UInt128) -> (quotient: UInt128, remainder: UInt128) {
    divisor.dividingFullWidth(picodollars.multipliedFullWidth(by: rate.significand.magnitude))
  }
}
