/// A cursor over the bytes of a date or time with fixed fields.
struct ASCIIReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// Starts before the first byte.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether everything has been read.
  var isAtEnd: Bool { position == bytes.count }

  /// Returns the next byte without taking it, or nil at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Takes the next byte if it is one of the two, and returns whether it was.
  mutating func take(_ byte: UInt8, or other: UInt8? = nil) -> Bool {
    guard let next, next == byte || next == other else { return false }
    position += 1
    return true
  }

  /// Takes one digit, or returns nil and takes nothing.
  mutating func digit() -> Int? {
    guard let next, 0x30...0x39 ~= next else { return nil }
    position += 1
    return Int(next &- 0x30)
  }

  /// Takes exactly `count` digits as a number.
  mutating func number(digits count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value &* 10 &+ digit
    }
    return value
  }
}
