/// The public name of a record: 16 random bytes, written as 32 hexadecimal digits.
package struct RecordID: Sendable, Hashable, CustomStringConvertible {
  /// The sixteen bytes.
  package let bytes: [UInt8]

  /// Creates an id of these sixteen bytes.
  package init(bytes: [UInt8]) {
    precondition(bytes.count == 16, "a record id has sixteen bytes")
    self.bytes = bytes
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
    self.bytes = bytes
  }

  private static func value(ofDigit digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }

  package var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(32)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
