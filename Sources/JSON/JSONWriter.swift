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
    case .number(let number): bytes.append(contentsOf: number.lexeme.utf8)
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
    var start = 0
    for index in 0..<text.count where Self.needsEscape(text[index]) {
      bytes.append(contentsOf: text[start..<index])
      escape(text[index])
      start = index + 1
    }
    bytes.append(contentsOf: text[start...])
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes bytes that are JSON, or a part of it, already.
  package mutating func raw(_ json: some Sequence<UInt8>) { bytes.append(contentsOf: json) }

  /// Writes text that is JSON, or a part of it, already.
  package mutating func raw(_ json: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
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

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): raw("\\\"")
    case UInt8(ascii: "\\"): raw("\\\\")
    case 0x08: raw("\\b")
    case 0x0C: raw("\\f")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    default:
      raw("\\u00")
      let digits: StaticString = "0123456789abcdef"
      bytes.append(digits.utf8Start[Int(byte >> 4)])
      bytes.append(digits.utf8Start[Int(byte & 15)])
    }
  }
}
