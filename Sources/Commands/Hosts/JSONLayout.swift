import JSON

/// How a JSON text is laid out: its ends of lines and its indentation.
struct JSONLayout {
  /// What ends a line.
  let newline: String
  /// By how much a level is indented.
  let unit: String

  /// Finds how a text is laid out; two spaces and the system's own end of line where it does not show.
  init(_ text: JSONText) throws(HostFileError) {
    let bytes = text.bytes
    let end = bytes.firstIndex(of: 0x0A)
    newline = end.map { $0 > 0 && bytes[$0 - 1] == 0x0D } ?? false ? "\r\n" : "\n"
    let first = try text.container(at: [])?.items.first
    let indentation = first.flatMap { Self.indentation(ofLineBeginningAt: $0.start, in: bytes) } ?? ""
    unit = indentation.isEmpty ? "  " : indentation
  }

  /// Returns the blanks in front of a place that is the first of its line, or nil where it is not.
  static func indentation(ofLineBeginningAt offset: Int, in bytes: [UInt8]) -> String? {
    let indentation = indentation(ofLineOf: offset, in: bytes)
    let start = offset - indentation.utf8.count
    return start > 0 && bytes[start - 1] == 0x0A ? indentation : nil
  }

  /// Returns the blanks at the beginning of the line in which a place is.
  static func indentation(ofLineOf offset: Int, in bytes: [UInt8]) -> String {
    let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return String(decoding: bytes[start..<offset].prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
  }

  /// Returns the text of a value in lines, the first of which begins behind what is there already.
  func text(of value: JSONValue, indentation: String) -> String {
    let inner = newline + indentation + unit
    switch value {
    case .object(let object) where !object.isEmpty:
      let members = object.map { key, value in
        inner + JSONWriter.string(.string(key)) + ": " + text(of: value, indentation: indentation + unit)
      }
      return "{" + members.joined(separator: ",") + newline + indentation + "}"
    case .array(let elements) where elements.contains { $0.object != nil }:
      let texts = elements.map { inner + text(of: $0, indentation: indentation + unit) }
      return "[" + texts.joined(separator: ",") + newline + indentation + "]"
    default: return Self.line(of: value)
    }
  }

  /// Returns the text of a value on one line.
  static func line(of value: JSONValue) -> String {
    switch value {
    case .object(let object):
      "{" + object.map { JSONWriter.string(.string($0)) + ": " + line(of: $1) }.joined(separator: ", ") + "}"
    case .array(let elements): "[" + elements.map(line).joined(separator: ", ") + "]"
    default: JSONWriter.string(value)
    }
  }
}
