/// Reads the changes of a zone from a TZif file.
///
/// - Source: RFC 9636, section 3.
struct TZifReader {
  /// What a zone needs of a file.
  struct Content {
    /// The offset before the first change.
    var initialOffset = 0
    /// Seconds since the epoch of each change, ascending; changes that leave the offset alone are left out.
    var changes: [Int64] = []
    /// The offset after each change.
    var offsets: [Int32] = []
    /// How it goes on after the last change.
    var rule: ZoneRule?
  }

  private struct Header {
    let version: UInt8
    let utcIndicators: Int
    let standardIndicators: Int
    let leapSeconds: Int
    let changes: Int
    let types: Int
    let characters: Int

    /// The size of the data that follows, with times of so many bytes.
    func dataSize(timeSize: Int) -> Int {
      changes * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4)
        + standardIndicators + utcIndicators
    }
  }

  private let bytes: [UInt8]
  private var position = 0

  /// Reads the whole file.
  static func content(of bytes: [UInt8]) throws(Failure) -> Content {
    var reader = TZifReader(bytes: bytes)
    return try reader.content()
  }

  /// What is wrong with the file.
  struct Failure: Error {
    /// The fact.
    let reason: ZoneError.Reason
  }

  private mutating func content() throws(Failure) -> Content {
    let first = try header()
    // From version 2 on, a second part with 64-bit times follows the first one, and then the rule.
    guard first.version >= 0x32 else { return try data(first, timeSize: 4) }
    try skip(first.dataSize(timeSize: 4))
    var content = try data(try header(), timeSize: 8)
    content.rule = try footer()
    return content
  }

  private mutating func header() throws(Failure) -> Header {
    let start = position
    guard bytes.count >= start + 44 else { throw Failure(reason: start == 0 ? .notTZif : .truncated) }
    guard bytes[start..<start + 4].elementsEqual([0x54, 0x5A, 0x69, 0x66]) else {
      throw Failure(reason: .notTZif)
    }
    position = start + 20
    return Header(
      version: bytes[start + 4], utcIndicators: count(), standardIndicators: count(),
      leapSeconds: count(), changes: count(), types: count(), characters: count())
  }

  private mutating func data(_ header: Header, timeSize: Int) throws(Failure) -> Content {
    let start = position
    try skip(header.dataSize(timeSize: timeSize))
    guard header.leapSeconds == 0 else { throw Failure(reason: .leapSeconds) }
    let indexes = start + header.changes * timeSize
    let types = indexes + header.changes
    var offsets: [Int32] = []
    for type in 0..<header.types {
      let offset = Int32(truncatingIfNeeded: integer(at: types + type * 6, size: 4))
      // RFC 9636, 3.2: greater offsets should not be there; days could not be found with them.
      guard -90_000...93_600 ~= offset else { throw Failure(reason: .outOfRange) }
      offsets.append(offset)
    }
    guard let initial = offsets.first else { throw Failure(reason: .outOfRange) }
    var content = Content(initialOffset: Int(initial))
    var current = initial
    var previous: Int64?
    for change in 0..<header.changes {
      let time = integer(at: start + change * timeSize, size: timeSize)
      let type = Int(bytes[indexes + change])
      guard type < offsets.count, previous.map({ $0 < time }) ?? true else {
        throw Failure(reason: .outOfRange)
      }
      previous = time
      if offsets[type] == current { continue }
      current = offsets[type]
      content.changes.append(time)
      content.offsets.append(current)
    }
    return content
  }

  private func footer() throws(Failure) -> ZoneRule? {
    guard position < bytes.count, bytes[position] == 0x0A,
      let end = bytes[(position + 1)...].firstIndex(of: 0x0A)
    else { throw Failure(reason: .truncated) }
    let text = bytes[(position + 1)..<end]
    if text.isEmpty { return nil }
    guard let rule = ZoneRuleParser.rule(text) else {
      throw Failure(reason: .rule(String(decoding: text, as: UTF8.self)))
    }
    return rule
  }

  private mutating func skip(_ count: Int) throws(Failure) {
    guard bytes.count - position >= count else { throw Failure(reason: .truncated) }
    position += count
  }

  /// Takes one count of a header whose bytes are known to be there.
  private mutating func count() -> Int {
    defer { position += 4 }
    return Int(integer(at: position, size: 4) & 0xFFFF_FFFF)
  }

  /// Returns the signed big-endian integer at `index`.
  private func integer(at index: Int, size: Int) -> Int64 {
    var value: Int64 = bytes[index] >= 0x80 ? -1 : 0
    for byte in bytes[index..<index + size] { value = value << 8 | Int64(byte) }
    return value
  }
}
