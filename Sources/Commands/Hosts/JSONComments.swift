/// Comments and commas that editors allow in their JSON.
enum JSONComments {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Returns the text with blanks in place of a byte order mark and of comments, so that offsets stay.
  static func removed(from bytes: [UInt8]) -> [UInt8] {
    var plain = bytes
    if plain.starts(with: mark) { blank(&plain, 0..<mark.count) }
    var index = 0
    while index < plain.count {
      if plain[index] == UInt8(ascii: "\"") {
        index = endOfString(plain, from: index)
      } else if let end = endOfComment(plain, from: index) {
        blank(&plain, index..<end)
        index = end
      } else {
        index += 1
      }
    }
    return plain
  }

  /// Returns a text without comments with a blank in place of each comma that stands before a closing bracket.
  static func withoutTrailingCommas(_ bytes: [UInt8]) -> [UInt8] {
    var plain = bytes
    var index = 0
    var comma: Int?
    // A comma after nothing is a fault, which stays for the parser.
    var isAfterValue = false
    while index < plain.count {
      let byte = plain[index]
      if byte == UInt8(ascii: ",") {
        comma = isAfterValue ? index : nil
        isAfterValue = false
      } else if !isSpace(byte) {
        if let comma, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { blank(&plain, comma..<comma + 1) }
        comma = nil
        isAfterValue = byte != UInt8(ascii: "{") && byte != UInt8(ascii: "[") && byte != UInt8(ascii: ":")
      }
      index = byte == UInt8(ascii: "\"") ? endOfString(plain, from: index) : index + 1
    }
    return plain
  }

  /// Whether a byte is a blank of JSON.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  /// Returns where the string that begins at `start` ends, at the latest with the text.
  static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  /// Returns where the comment that begins at `start` ends, or nil when none begins there.
  private static func endOfComment(_ bytes: [UInt8], from start: Int) -> Int? {
    guard bytes[start] == UInt8(ascii: "/"), start + 1 < bytes.count else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "/"): return bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    case UInt8(ascii: "*"):
      var index = start + 2
      while index + 1 < bytes.count {
        if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
        index += 1
      }
      return bytes.count
    default: return nil
    }
  }

  private static func blank(_ bytes: inout [UInt8], _ range: Range<Int>) {
    for index in range where bytes[index] != 0x0A { bytes[index] = 0x20 }
  }
}
