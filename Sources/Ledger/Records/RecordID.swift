/// The public name of a record: 16 random bytes, written as 32 hexadecimal digits.
package struct RecordID: Sendable, Hashable, CustomStringConvertible {
  private let first: UInt64
  private let last: UInt64

  /// Creates an id of these sixteen bytes.
  package init(bytes: [UInt8]) {
    precondition(bytes.count == 16, "a record id has sixteen bytes")
    first = Self.number(bytes[..<8])
    last = Self.number(bytes[8...])
  }

  /// Reads an id as it is written; nil for any other text.
  package init?(_ text: String) {
    guard text.utf8.count == 32 else { return nil }
    var bytes: [UInt8] = []
    var digits = text.utf8.makeIterator()
    while let first = digits.next(), let second = digits.next() {
      guard let high = Self.value(ofDigit: first), let low = Self.value(ofDigit: second) else { return nil }
      bytes.append(high << 4 | low)
    }
    self.init(bytes: bytes)
  }

  /// The sixteen bytes as two numbers, the largest digits first.
  var words: (UInt64, UInt64) { (first, last) }

  /// The sixteen bytes.
  package var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 16) { bytes, count in
      for index in 0..<8 {
        bytes[index] = UInt8(truncatingIfNeeded: first >> UInt64(56 - 8 * index))
        bytes[index + 8] = UInt8(truncatingIfNeeded: last >> UInt64(56 - 8 * index))
      }
      count = 16
    }
  }

  package var description: String {
    String(unsafeUninitializedCapacity: 32) { text in
      for index in 0..<16 {
        text[index] = Self.digit(first >> UInt64(60 - 4 * index))
        text[index + 16] = Self.digit(last >> UInt64(60 - 4 * index))
      }
      return 32
    }
  }

  /// The number that eight bytes write, the largest digit first.
  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

  /// The hexadecimal digit of the lowest four bits.
  private static func digit(_ number: UInt64) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: number & 15)
    return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
  }

  private static func value(ofDigit digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }
}
