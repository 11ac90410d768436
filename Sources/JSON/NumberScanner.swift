/// Walks over one number by the grammar of RFC 8259.
struct NumberScanner<Bytes: Collection> where Bytes.Element == UInt8 {
  private let bytes: Bytes
  private var index: Bytes.Index
  /// True when there was neither fraction nor exponent.
  private(set) var isPlainInteger = true

  init(_ bytes: Bytes) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// Returns true when all of the bytes are one number.
  mutating func scan() -> Bool {
    take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")), takeDigits() == 0 { return false }
    if take(UInt8(ascii: ".")) {
      isPlainInteger = false
      if takeDigits() == 0 { return false }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isPlainInteger = false
      if !take(UInt8(ascii: "+")) { take(UInt8(ascii: "-")) }
      if takeDigits() == 0 { return false }
    }
    return index == bytes.endIndex
  }

  @discardableResult
  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.endIndex, bytes[index] == byte else { return false }
    bytes.formIndex(after: &index)
    return true
  }

  private mutating func takeDigits() -> Int {
    var count = 0
    while index < bytes.endIndex, bytes[index] &- UInt8(ascii: "0") < 10 {
      bytes.formIndex(after: &index)
      count += 1
    }
    return count
  }
}
