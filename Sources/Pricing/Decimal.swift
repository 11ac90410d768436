import JSON

/// A non-negative decimal of the catalog, exact: `significand` / 10^`places`.
struct Decimal: Sendable, Hashable {
  /// All digits as one number, without trailing zeros behind the point.
  let significand: Int128
  /// Digits behind the point, 0 or more.
  let places: Int

  /// Creates the number that `text` writes as digits with at most one point between digits; nil otherwise.
  ///
  /// Zeros at the end of the fraction do not count, so `2.50` equals `2.5`.
  init?(parsing text: Substring.UTF8View) {
    var significand: Int128 = 0
    var places = 0
    var pendingZeros = 0
    var isFraction = false
    var previousIsDigit = false
    for byte in text {
      if byte == UInt8(ascii: "."), !isFraction, previousIsDigit {
        isFraction = true
        previousIsDigit = false
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      previousIsDigit = true
      if isFraction, byte == UInt8(ascii: "0") {
        pendingZeros += 1
        continue
      }
      let digits = pendingZeros + 1
      guard let factor = Decimal.powerOfTen(digits) else { return nil }
      let shifted = significand.multipliedReportingOverflow(by: factor)
      let sum = shifted.partialValue.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
      guard !shifted.overflow, !sum.overflow else { return nil }
      significand = sum.partialValue
      if isFraction { places += digits }
      pendingZeros = 0
    }
    guard previousIsDigit else { return nil }
    self.significand = significand
    self.places = places
  }

  /// Creates the number that a price file states as text or as a number of JSON; nil for anything else, for a negative
  /// number, and beyond 38 digits.
  init?(json value: JSONValue) {
    if let text = value.string {
      self.init(parsing: text.utf8[...])
      return
    }
    guard let (significand, exponent) = value.number?.decimal(), significand >= 0,
      let factor = Decimal.powerOfTen(max(0, exponent))
    else { return nil }
    let product = significand.multipliedReportingOverflow(by: factor)
    guard !product.overflow else { return nil }
    self.init(significand: product.partialValue, places: max(0, -exponent))
  }

  /// Creates the number `significand` / 10^`places`.
  init(significand: Int128, places: Int) {
    self.significand = significand
    self.places = places
  }

  /// The number one.
  static let one = Decimal(significand: 1, places: 0)

  /// Returns the exact product; nil beyond 128 bits.
  func multiplied(by other: Decimal) -> Decimal? {
    let product = significand.multipliedReportingOverflow(by: other.significand)
    return product.overflow
      ? nil : Decimal(significand: product.partialValue, places: places + other.places)
  }

  /// The number as plain decimal text.
  var text: String { Decimal.text(significand: significand.magnitude, places: places) }

  /// Returns 10^`exponent` for 0 ... 38, nil outside.
  static func powerOfTen(_ exponent: Int) -> Int128? {
    powersOfTen.indices.contains(exponent) ? powersOfTen[exponent] : nil
  }

  private static let powersOfTen: [Int128] = {
    var powers: [Int128] = [1]
    for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// Returns `significand` / 10^`places` as plain decimal text without trailing zeros.
  static func text(significand: UInt128, places: Int) -> String {
    // Nearly all numbers fit 64 bits, in which dividing is far cheaper.
    guard let short = UInt64(exactly: significand) else { return text(of: significand, places: places) }
    return text(of: short, places: places)
  }

  private static func text<Number: FixedWidthInteger & UnsignedInteger>(of significand: Number, places: Int) -> String {
    // Room for all digits of the number and all places behind the point, the point, and a zero before it.
    let room = 41 + max(0, places)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { memory in
      // From the last digit to the first, so that zeros at the end are never written.
      var start = room
      var rest = significand
      var place = 0
      while rest > 0 || place <= places {
        if place == places, start < room {
          start -= 1
          memory[start] = UInt8(ascii: ".")
        }
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        rest = quotient
        if digit > 0 || start < room || place >= places {
          start -= 1
          memory[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        }
        place += 1
      }
      return String(decoding: memory[start...], as: UTF8.self)
    }
  }
}
