/// Writes the fields of a date or time into a buffer that is large enough for them.
struct ASCIIWriter {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// The number of bytes written.
  private(set) var count = 0

  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

  /// Writes one byte.
  mutating func byte(_ value: UInt8) {
    buffer[count] = value
    count += 1
  }

  /// Writes the number with leading zeros up to `digits`, and with more digits when it has more.
  mutating func number(_ value: Int, digits: Int) {
    var width = digits
    var limit = 1
    for _ in 0..<digits { limit *= 10 }
    while value >= limit {
      width += 1
      limit *= 10
    }
    var rest = value
    for index in stride(from: count + width - 1, through: count, by: -1) {
      buffer[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += width
  }

  /// Writes `YYYY-MM-DD`, with a sign before a negative year.
  mutating func date(_ date: CivilDate) {
    if date.year < 0 { byte(0x2D) }
    number(abs(date.year), digits: 4)
    byte(0x2D)
    number(date.month, digits: 2)
    byte(0x2D)
    number(date.day, digits: 2)
  }
}
