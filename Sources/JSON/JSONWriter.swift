/// Writes JSON on one line, into bytes.
package struct JSONWriter {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []

  /// Creates a writer with room for that many bytes.
  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Returns the text of `value`, without any space between its parts.
  package static func bytes(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter(capacity: 256)
    writer.write(value)
    return writer.bytes
  }

  /// Returns the text of `value`, without any space between its parts.
  package static func string(_ value: JSONValue) -> String {
    String(decoding: bytes(value), as: UTF8.self)
  }

  /// Writes a value.
  package mutating func write(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let bool): raw(bool ? "true" : "false")
    case .number(let number): write(lexeme: number.lexeme)
    case .string(let string): write(string: string)
    case .array(let elements): write(elements)
    case .object(let object): write(object)
    }
  }

  /// Writes an object.
  package mutating func write(_ object: JSONObject) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (key, value) in object {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      write(string: key)
      bytes.append(UInt8(ascii: ":"))
      write(value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Writes a string with its quotation marks.
  package mutating func write(string: String) {
    var string = string
    string.withUTF8 { write(stringOf: $0) }
  }

  /// Writes the string whose UTF-8 is `text`, with its quotation marks.
  package mutating func write(stringOf text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    var escapes = 0
    for byte in text where Self.needsEscape(byte) { escapes += 1 }
    if escapes == 0 { bytes.append(contentsOf: text) } else { writeEscaped(text, escapes) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes bytes that are JSON, or a part of it, already.
  package mutating func raw(_ json: some Sequence<UInt8>) { bytes.append(contentsOf: json) }


  /// Writes text that is JSON, or a part of it, already.
  package mutating func raw(_ json: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
  }

  private mutating func write(lexeme: String) {
    var lexeme = lexeme
    lexeme.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func write(_ elements: [JSONValue]) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Writes text in which that many bytes need an escape, through a buffer that is filled in one go: appending
  /// byte by byte checks the array each time.
  private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>, _ escapes: Int) {
    let capacity = text.count + escapes * (Self.longestEscape - 1)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
      var end = 0
      for byte in text {
        if Self.needsEscape(byte) {
          end = Self.escape(byte, into: buffer, at: end)
        } else {
          buffer[end] = byte
          end += 1
        }
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<end]))
    }
  }

  /// The length of `\u0000`.
  private static let longestEscape = 6

  /// Puts the escape of a byte at `start`, and returns where it ends.
  private static func escape(
    _ byte: UInt8, into buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int
  ) -> Int {
    buffer[start] = UInt8(ascii: "\\")
    if let letter = letter(of: byte) {
      buffer[start + 1] = letter
      return start + 2
    }
    let digits: StaticString = "0123456789abcdef"
    for offset in 2...3 { buffer[start + offset] = UInt8(ascii: "0") }
    buffer[start + 1] = UInt8(ascii: "u")
    buffer[start + 4] = digits.utf8Start[Int(byte >> 4)]
    buffer[start + 5] = digits.utf8Start[Int(byte & 15)]
    return start + longestEscape
  }

  /// What stands behind the backslash for a byte with an escape of its own.
  private static func letter(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
    case 0x08: UInt8(ascii: "b")
    case 0x0C: UInt8(ascii: "f")
    case 0x0A: UInt8(ascii: "n")
    case 0x0D: UInt8(ascii: "r")
    case 0x09: UInt8(ascii: "t")
    default: nil
    }
  }
}
