/// Reads the statements of a TOML text.
struct TOMLReader {
  let bytes: [UInt8]
  var index = 0

  /// Begins behind a byte order mark.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  /// Returns the statements of the whole text.
  mutating func lines() throws(HostFileError) -> [TOMLText.Line] {
    try checkUTF8()
    var lines: [TOMLText.Line] = []
    var table: [String] = []
    while true {
      skipSpace(.andLineEnds)
      guard let byte = current else { return lines }
      let start = index
      let statement = byte == UInt8(ascii: "[") ? try header() : .pair(try pair())
      try endLine()
      let end = bytes[start..<index].last == 0x0D ? index - 1 : index
      if case .header(let path, _) = statement { table = path }
      let line = bytes[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? (bytes.first == 0xEF ? 3 : 0)
      lines.append(TOMLText.Line(statement: statement, range: line..<end, table: table))
    }
  }

  /// The byte at hand; nil at the end.
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// The error that the text cannot be read here.
  var fault: HostFileError { .unreadable("TOML", at: index, in: bytes) }

  /// Goes past a byte that must be here.
  mutating func take(_ byte: Unicode.Scalar) throws(HostFileError) {
    guard current == UInt8(ascii: byte) else { throw fault }
    index += 1
  }

  /// What counts as space.
  enum Space { case inLine, andLineEnds }

  /// Goes past blanks, and past comments and ends of lines where they count as space.
  mutating func skipSpace(_ space: Space = .inLine) {
    while let byte = current {
      if byte == UInt8(ascii: "#"), space == .andLineEnds {
        index = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
      } else if byte == 0x20 || byte == 0x09 || (space == .andLineEnds && (byte == 0x0A || byte == 0x0D)) {
        index += 1
      } else {
        return
      }
    }
  }

  private mutating func header() throws(HostFileError) -> TOMLText.Statement {
    try take("[")
    let isOfList = current == UInt8(ascii: "[")
    if isOfList { index += 1 }
    skipSpace()
    let path = try key()
    try take("]")
    if isOfList { try take("]") }
    return .header(path: path, isOfList: isOfList)
  }

  /// Reads `key = value`.
  mutating func pair() throws(HostFileError) -> TOMLText.Pair {
    let start = index
    let path = try key()
    let end = bytes[..<index].lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? index
    try take("=")
    skipSpace()
    return TOMLText.Pair(path: path, key: start..<end, value: try value())
  }

  /// Reads the parts of a key, and the blanks behind it.
  private mutating func key() throws(HostFileError) -> [String] {
    var parts: [String] = []
    while true {
      parts.append(try keyPart())
      skipSpace()
      guard current == UInt8(ascii: ".") else { return parts }
      index += 1
      skipSpace()
    }
  }

  private mutating func keyPart() throws(HostFileError) -> String {
    if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") { return try string() }
    let start = index
    while let byte = current, Self.isBare(byte) { index += 1 }
    guard index > start else { throw fault }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39, 0x2D, 0x5F: true
    default: false
    }
  }

  /// Goes to the end of the line, where nothing but a comment may stand.
  private mutating func endLine() throws(HostFileError) {
    skipSpace()
    if current == UInt8(ascii: "#") { index = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count }
    if current == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
    guard current == nil || current == 0x0A else { throw fault }
  }

  private mutating func checkUTF8() throws(HostFileError) {
    let mended = Array(String(decoding: bytes, as: UTF8.self).utf8)
    guard mended != bytes else { return }
    index = zip(mended, bytes).enumerated().first { $1.0 != $1.1 }?.offset ?? bytes.count
    throw fault
  }
}
