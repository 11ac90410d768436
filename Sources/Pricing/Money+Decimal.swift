extension Money {
  /// The amount in dollars as an exact decimal: `0.00123`, `-2`, no exponent, no trailing zeros.
  package var decimal: String {
    let text = Decimal.text(significand: picodollars.magnitude, places: Money.decimalPlaces)
    return picodollars < 0 ? "-" + text : text
  }

  /// Creates the amount that `decimal` states in dollars, exactly.
  ///
  /// - Parameter decimal: Digits, at most one point with digits on both sides, a leading `-` allowed; no
  ///   exponent and no spaces.
  /// - Returns: nil for other text, for more than 12 significant decimal places, and beyond 128 bits.
  package init?(decimal: String) {
    var text = decimal.utf8[...]
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative { text.removeFirst() }
    guard let value = Decimal(parsing: text) else { return nil }
    self.init(significand: isNegative ? -value.significand : value.significand, exponent: -value.places)
  }

  /// Creates the amount `significand` x 10^`exponent` dollars; nil when it is no whole count of picodollars.
  package init?(significand: Int128, exponent: Int) {
    guard let (quotient, remainder) = Money.picodollars(significand, exponent), remainder == .none
    else { return nil }
    self.init(picodollars: quotient)
  }

  /// Creates the amount nearest to `significand` x 10^`exponent` dollars, half to even; nil beyond 128 bits.
  package init?(rounding significand: Int128, exponent: Int) {
    guard let (quotient, remainder) = Money.picodollars(significand, exponent) else { return nil }
    let away = remainder == .aboveHalf || (remainder == .half && !quotient.isMultiple(of: 2))
    self.init(picodollars: away ? quotient + significand.signum() : quotient)
  }

  /// Creates the amount nearest to what `decimal` states in dollars, half to even.
  ///
  /// - Parameter decimal: Digits, at most one point with digits on both sides.
  /// - Returns: nil for other text and beyond 128 bits.
  package init?(rounding decimal: String) {
    guard let value = Decimal(parsing: decimal.utf8[...]) else { return nil }
    self.init(rounding: value.significand, exponent: -value.places)
  }

  private enum Remainder { case none, belowHalf, half, aboveHalf }

  /// Picodollars rounded towards zero and how much was cut off; nil when they do not fit.
  private static func picodollars(_ significand: Int128, _ exponent: Int) -> (Int128, Remainder)? {
    guard significand != 0 else { return (0, .none) }
    let shift = exponent.addingReportingOverflow(decimalPlaces)
    guard !shift.overflow else { return nil }
    if shift.partialValue >= 0 {
      guard let factor = Decimal.powerOfTen(shift.partialValue) else { return nil }
      let product = significand.multipliedReportingOverflow(by: factor)
      return product.overflow ? nil : (product.partialValue, .none)
    }
    // A divisor above 10^38 leaves less than half a picodollar: the largest significand is 1.7 x 10^38.
    guard let divisor = Decimal.powerOfTen(0 - shift.partialValue) else { return (0, .belowHalf) }
    let (quotient, rest) = significand.quotientAndRemainder(dividingBy: divisor)
    guard rest != 0 else { return (quotient, .none) }
    let half = divisor / 2
    let size = Int128(rest.magnitude)
    return (quotient, size < half ? .belowHalf : size == half ? .half : .aboveHalf)
  }
}
