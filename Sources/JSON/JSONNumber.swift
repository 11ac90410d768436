/// A JSON number, exact: an integer of 64 bits, or its text.
package struct JSONNumber: Sendable {
  private enum Storage: Sendable {
    case integer(Int64)
    case lexeme(String)
  }
  private let storage: Storage

  /// Creates a whole number.
  package init(_ integer: Int64) { storage = .integer(integer) }

  /// Creates the number that a text means by the grammar of RFC 8259, or nil.
  package init?(lexeme: String) {
    var scanner = NumberScanner(lexeme.utf8)
    guard scanner.scan() else { return nil }
    self.init(checkedLexeme: lexeme, isPlainInteger: scanner.isPlainInteger)
  }

  /// Creates the number of a text that the caller has checked.
  package init(checkedLexeme lexeme: String, isPlainInteger: Bool) {
    if isPlainInteger, lexeme != "-0", let integer = Int64(lexeme) {
      storage = .integer(integer)
    } else {
      storage = .lexeme(lexeme)
    }
  }

  /// The number as text, as it was received.
  package var lexeme: String {
    switch storage {
    case .integer(let integer): String(integer)
    case .lexeme(let lexeme): lexeme
    }
  }

  /// The value, when its text is nothing but the digits of a 64-bit integer.
  package var machineInteger: Int64? { if case .integer(let integer) = storage { integer } else { nil } }

  /// The value, when it is whole (also as `5.0` or `50e-1`) and fits.
  package var int64: Int64? {
    if case .integer(let integer) = storage { return integer }
    guard let (significand, exponent) = decimal() else { return nil }
    guard exponent >= 0 else { return significand == 0 ? 0 : nil }
    var value = significand
    for _ in 0..<min(exponent, 20) where value != 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
    }
    return Int64(exactly: value)
  }

  /// True when the value is whole, however large.
  package var isInteger: Bool {
    if case .integer = storage { return true }
    if let (_, exponent) = decimal() { return exponent >= 0 }
    return Normalized(self).exponent >= 0
  }

  /// True when the text has neither fraction nor exponent.
  package var isIntegerLexeme: Bool {
    switch storage {
    case .integer: true
    case .lexeme(let lexeme):
      !lexeme.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
    }
  }

  /// Returns the value as `significand` x 10^`exponent`, without trailing zeros; nil beyond 38 digits.
  package func decimal() -> (significand: Int128, exponent: Int)? {
    if var (significand, exponent) = short {
      guard significand != 0 else { return (0, 0) }
      while significand % 10 == 0 {
        significand /= 10
        exponent += 1
      }
      return (Int128(significand), exponent)
    }
    let normalized = Normalized(self)
    var significand: Int128 = 0
    for digit in normalized.digits {
      let (product, overflow) = significand.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int128(digit))
      guard !overflow, !carry else { return nil }
      significand = sum
    }
    return (normalized.isNegative ? -significand : significand, normalized.exponent)
  }

  /// The value where it has at most 18 digits and no exponent, as nearly every number has; zeros stay.
  ///
  /// The exponent is between -400 and 0, so that amounts and bounds compare without memory.
  private var short: (significand: Int64, exponent: Int)? {
    guard case .lexeme(let text) = storage else {
      if case .integer(let integer) = storage { return (integer, 0) }
      return nil
    }
    guard text.utf8.count <= 400 else { return nil }
    var (significand, exponent): (Int64, Int) = (0, 0)
    var (isNegative, isFraction) = (false, false)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard significand < 100_000_000_000_000_000 else { return nil }
        significand = significand * 10 + Int64(byte - UInt8(ascii: "0"))
        if isFraction { exponent -= 1 }
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "-"): isNegative = true
      default: return nil
      }
    }
    return (isNegative ? -significand : significand, exponent)
  }

  /// Returns both significands over one exponent, when neither number needs more than 128 bits for it.
  private static func aligned(_ left: JSONNumber, _ right: JSONNumber) -> (Int128, Int128)? {
    guard let a = left.short, let b = right.short, abs(a.exponent - b.exponent) <= 18 else { return nil }
    var (first, second) = (Int128(a.significand), Int128(b.significand))
    for _ in 0..<max(a.exponent - b.exponent, 0) { first *= 10 }
    for _ in 0..<max(b.exponent - a.exponent, 0) { second *= 10 }
    return (first, second)
  }

  /// The value with its digits trimmed of zeros at both ends; zero has no digits.
  private struct Normalized: Hashable {
    var isNegative: Bool
    var digits: [UInt8] = []
    var exponent = 0

    init(_ number: JSONNumber) {
      let text = Array(number.lexeme.utf8)
      isNegative = text.first == UInt8(ascii: "-")
      let mantissaEnd = text.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? text.count
      var fraction = false
      for byte in text[..<mantissaEnd] {
        if byte == UInt8(ascii: ".") { fraction = true }
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { continue }
        digits.append(byte - UInt8(ascii: "0"))
        if fraction { exponent -= 1 }
      }
      if mantissaEnd < text.count { exponent += Self.exponent(text[(mantissaEnd + 1)...]) }
      digits.trimPrefix { $0 == 0 }
      while digits.last == 0 {
        digits.removeLast()
        exponent += 1
      }
      if digits.isEmpty {
        isNegative = false
        exponent = 0
      }
    }

    /// An exponent too long for a machine word is as good as infinite.
    private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
      let digits = String(decoding: text, as: UTF8.self)
      return Int(digits).map { max(-(1 << 60), min(1 << 60, $0)) }
        ?? (digits.hasPrefix("-") ? -(1 << 60) : 1 << 60)
    }

    /// The exponent of the first digit, by which magnitudes are told apart.
    var magnitude: Int { digits.isEmpty ? .min : digits.count + exponent }
  }
}

extension JSONNumber: Hashable, Comparable {
  package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    if let (a, b) = aligned(left, right) { return a == b }
    return Normalized(left) == Normalized(right)
  }

  package func hash(into hasher: inout Hasher) {
    // Equal values have equal trimmed digits, so they agree on which of the two it is.
    if let (significand, exponent) = decimal() {
      hasher.combine(significand)
      hasher.combine(exponent)
    } else {
      hasher.combine(Normalized(self))
    }
  }

  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if let (a, b) = aligned(left, right) { return a < b }
    let a = Normalized(left)
    let b = Normalized(right)
    if a.isNegative != b.isNegative { return a.isNegative }
    let smaller =
      a.magnitude != b.magnitude ? a.magnitude < b.magnitude : a.digits.lexicographicallyPrecedes(b.digits)
    return a.isNegative ? !smaller && a != b : smaller
  }
}
