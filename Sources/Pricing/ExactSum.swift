/// Exact products of quantities and rates, brought to one denominator and rounded once.
struct ExactSum {
  private struct Term {
    var numerator: Int128
    let places: Int
    let divisor: Int32
  }

  private var terms: [Term] = []

  /// Creates an empty sum with room for `count` terms.
  init(capacity count: Int) { terms.reserveCapacity(count) }

  /// Adds `quantity` x `rate` x `factor`.
  ///
  /// - Throws: ``PricingError/amountTooLarge`` beyond 128 bits.
  mutating func add(_ quantity: Int64, at rate: Rate, times factor: Decimal = .one) throws(PricingError) {
    let product = Int128(quantity) * Int128(rate.significand)
    terms.append(
      Term(
        numerator: try Self.multiply(product, factor.significand),
        places: Int(rate.places) + factor.places, divisor: rate.divisor))
  }

  /// Returns the sum in picodollars, rounded half to even, and each term's share of it in the order of
  /// adding.
  ///
  /// Shares are rounded down; the picodollars that are left go one each to the terms that lost most, the
  /// earlier first among equals.
  func rounded() throws(PricingError) -> (sum: Money, shares: [Money]) {
    let (numerators, denominator) = try commonFraction()
    var total: Int128 = 0
    for numerator in numerators {
      let next = total.addingReportingOverflow(numerator)
      guard !next.overflow else { throw .amountTooLarge }
      total = next.partialValue
    }
    guard denominator > 1 else {
      return (Money(picodollars: total), numerators.map { Money(picodollars: $0) })
    }
    let sum = Self.divideHalfToEven(total, by: denominator)
    let shares = Self.split(sum, by: numerators, over: denominator)
    return (Money(picodollars: sum), shares.map { Money(picodollars: $0) })
  }

  /// The terms as numerators over one denominator, in picodollars.
  private func commonFraction() throws(PricingError) -> (numerators: [Int128], denominator: Int128) {
    var places = Money.decimalPlaces
    var divisor: Int128 = 1
    for term in terms {
      places = max(places, term.places)
      divisor = try Self.leastCommonMultiple(divisor, Int128(term.divisor))
    }
    var numerators: [Int128] = []
    numerators.reserveCapacity(terms.count)
    for term in terms {
      var numerator = try Self.scale(term.numerator, byTenTo: places - term.places)
      if divisor > 1 { numerator = try Self.multiply(numerator, divisor / Int128(term.divisor)) }
      numerators.append(numerator)
    }
    return (numerators, try Self.scale(divisor, byTenTo: places - Money.decimalPlaces))
  }

  private static func split(_ sum: Int128, by numerators: [Int128], over denominator: Int128) -> [Int128] {
    var shares: [Int128] = []
    var remainders: [Int128] = []
    var left = sum
    for numerator in numerators {
      let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
      shares.append(quotient)
      remainders.append(remainder)
      left -= quotient
    }
    handOut(left, to: &shares, by: remainders)
    return shares
  }

  /// Adds one each to the `left` shares that lost most when they were rounded down, the earlier first among
  /// equals.
  static func handOut(_ left: Int128, to shares: inout [Int128], by remainders: [Int128]) {
    var (left, remainders) = (left, remainders)
    while left > 0, let largest = remainders.max(), let place = remainders.firstIndex(of: largest) {
      shares[place] += 1
      remainders[place] = -1
      left -= 1
    }
  }

  private static func divideHalfToEven(_ value: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    let rest = divisor - remainder
    let isUp = remainder > rest || (remainder == rest && !quotient.isMultiple(of: 2))
    return isUp ? quotient + 1 : quotient
  }

  private static func scale(_ value: Int128, byTenTo exponent: Int) throws(PricingError) -> Int128 {
    if exponent == 0 || value == 0 { return value }
    guard let power = Decimal.powerOfTen(exponent) else { throw .amountTooLarge }
    return try multiply(value, power)
  }

  private static func multiply(_ left: Int128, _ right: Int128) throws(PricingError) -> Int128 {
    if right == 1 { return left }
    let product = left.multipliedReportingOverflow(by: right)
    guard !product.overflow else { throw .amountTooLarge }
    return product.partialValue
  }

  private static func leastCommonMultiple(_ left: Int128, _ right: Int128) throws(PricingError) -> Int128 {
    if left == right || right == 1 { return left }
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return try multiply(left, right / a)
  }
}
