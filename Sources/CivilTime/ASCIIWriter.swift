/// Writes the fields of a date or time into a buffer that is large enough for them.
struct ASCIIWriter {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// The number of bytes written.
  private(set) var count = 0

  /// Starts at the beginning of the buffer.
  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

  /// Writes one byte.
  mutating func byte(_ value: UInt8) {
    buffer[count] = value
    count += 1
  }

  /// Writes a number below 100 as two digits.
  mutating func pair(_ value: Int) {
    byte(0x30 &+ UInt8(truncatingIfNeeded: value / 10))
    byte(0x30 &+ UInt8(truncatingIfNeeded: value % 10))
  }

  /// Writes a year of up to six digits with at least four.
  mutating func year(_ value: Int) {
    if value >= 10_000 { year(firstDigits: value / 10_000) }
    pair(value / 100 % 100)
    pair(value % 100)
  }

  private mutating func year(firstDigits value: Int) {
    if value < 10 { byte(0x30 &+ UInt8(truncatingIfNeeded: value)) } else { pair(value) }
  }

  /// Writes `YYYY-MM-DD`, with a sign before a negative year.
  mutating func date(_ date: CivilDate) {
    if date.year < 0 { byte(0x2D) }
    year(abs(date.year))
    byte(0x2D)
    pair(date.month)
    byte(0x2D)
    pair(date.day)
  }
}
