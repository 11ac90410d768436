extension FixedWidthInteger {
  /// Returns the quotient rounded down, so that the line is cut into equal pieces on both sides of zero.
  func flooredQuotient(by divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Returns what is left after ``flooredQuotient(by:)``, from 0 to `divisor` - 1; `divisor` is positive.
  func flooredRemainder(by divisor: Self) -> Self {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
