extension TOMLReader {
  /// Reads a value.
  mutating func value() throws(HostFileError) -> TOMLText.Value {
    let start = index
    let kind: TOMLText.Value.Kind
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): kind = .string(try string())
    case UInt8(ascii: "["): kind = .list(try list())
    case UInt8(ascii: "{"): kind = .table(try table())
    default:
      try scalar()
      kind = .other
    }
    return TOMLText.Value(range: start..<index, kind: kind)
  }

  private mutating func list() throws(HostFileError) -> [TOMLText.Value] {
    try take("[")
    var values: [TOMLText.Value] = []
    while true {
      skipSpace(.andLineEnds)
      if current == UInt8(ascii: "]") { break }
      values.append(try value())
      skipSpace(.andLineEnds)
      guard current == UInt8(ascii: ",") else { break }
      index += 1
    }
    try take("]")
    return values
  }

  /// Reads a table in braces; line ends and a comma at its end are of TOML 1.1.
  private mutating func table() throws(HostFileError) -> [TOMLText.Pair] {
    try take("{")
    var pairs: [TOMLText.Pair] = []
    while true {
      skipSpace(.andLineEnds)
      if current == UInt8(ascii: "}") { break }
      var pair = try pair()
      skipSpace(.andLineEnds)
      let comma = current == UInt8(ascii: ",") ? index : nil
      pair.comma = comma
      pairs.append(pair)
      guard let comma else { break }
      index = comma + 1
    }
    try take("}")
    return pairs
  }

  /// Goes past a number, a truth value or a time.
  private mutating func scalar() throws(HostFileError) {
    let start = index
    while let byte = current, !Self.endsScalar(byte) { index += 1 }
    let word = String(decoding: bytes[start..<index], as: UTF8.self)
    let isDate = word.count == 10 && word.dropFirst(4).first == "-"
    if isDate, current == 0x20, index + 1 < bytes.count, (0x30...0x39).contains(bytes[index + 1]) {
      index += 1
      while let byte = current, !Self.endsScalar(byte) { index += 1 }
    }
    let number = word.drop { $0 == "+" || $0 == "-" }
    guard ["true", "false"].contains(word) || ["inf", "nan"].contains(number) || number.first?.isNumber == true
    else {
      index = start
      throw fault
    }
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"): true
    default: false
    }
  }

  /// Reads a string of any of the four kinds.
  mutating func string() throws(HostFileError) -> String {
    guard let mark = current else { throw fault }
    let isLong = bytes[index...].starts(with: [mark, mark, mark])
    index += isLong ? 3 : 1
    let start = index
    let isRaw = mark == UInt8(ascii: "'")
    while let byte = current {
      if byte == UInt8(ascii: "\\"), !isRaw {
        index += 2
      } else if byte == mark, !isLong || bytes[index...].starts(with: [mark, mark, mark]) {
        return try closed(from: start, mark, isLong)
      } else if byte == 0x0A, !isLong {
        throw fault
      } else {
        index += 1
      }
    }
    index = bytes.count
    throw fault
  }

  private mutating func closed(from start: Int, _ mark: UInt8, _ isLong: Bool) throws(HostFileError) -> String {
    // Of five quotes at the end, the first two are in the text.
    if isLong { while bytes[index...].dropFirst(3).first == mark { index += 1 } }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    index += isLong ? 3 : 1
    if mark == UInt8(ascii: "'") { return text }
    guard let unescaped = Self.unescaped(text) else { throw fault }
    return unescaped
  }

  /// Returns the text of a string in double quotes, or nil where an escape is none.
  private static func unescaped(_ text: String) -> String? {
    guard text.contains("\\") else { return text }
    var result = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      guard let letter = rest.popFirst() else { return nil }
      if let plain = plain[letter] {
        result.unicodeScalars.append(plain)
      } else if let digits = digits[letter] {
        guard let value = UInt32(String(rest.prefix(digits)), radix: 16), let scalar = Unicode.Scalar(value)
        else { return nil }
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst(digits)
      } else if letter.properties.isWhitespace {
        rest = rest.drop { $0.properties.isWhitespace }
      } else {
        return nil
      }
    }
    return result
  }

  private static let plain: [Unicode.Scalar: Unicode.Scalar] = [
    "b": "\u{8}", "t": "\t", "n": "\n", "f": "\u{C}", "r": "\r", "e": "\u{1B}", "\"": "\"", "\\": "\\",
  ]
  private static let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
}
