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
  init(checkedLexeme lexeme: String, isPlainInteger: Bool) {
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
    if case .integer(let a) = left.storage, case .integer(let b) = right.storage { return a == b }
    return Normalized(left) == Normalized(right)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(Normalized(self)) }

  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if case .integer(let a) = left.storage, case .integer(let b) = right.storage { return a < b }
    let a = Normalized(left)
    let b = Normalized(right)
    if a.isNegative != b.isNegative { return a.isNegative }
    let smaller =
      a.magnitude != b.magnitude ? a.magnitude < b.magnitude : a.digits.lexicographicallyPrecedes(b.digits)
    return a.isNegative ? !smaller && a != b : smaller
  }
}
