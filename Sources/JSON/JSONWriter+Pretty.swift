extension JSONWriter {
  /// Returns the text of `value` in lines indented by two spaces, for people.
  package static func pretty(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.writePretty(value, depth: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func writePretty(_ value: JSONValue, depth: Int) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      writeLines(elements, between: ("[", "]"), depth: depth) { $0.writePretty($1, depth: depth + 1) }
    case .object(let object) where !object.isEmpty:
      writeLines(object, between: ("{", "}"), depth: depth) { writer, member in
        let (key, value) = member
        writer.write(string: key)
        writer.raw(": ")
        writer.writePretty(value, depth: depth + 1)
      }
    default: write(value)
    }
  }

  private mutating func writeLines<Parts: Sequence>(
    _ parts: Parts, between brackets: (StaticString, StaticString), depth: Int,
    _ writePart: (inout JSONWriter, Parts.Element) -> Void
  ) {
    raw(brackets.0)
    var isFirst = true
    for part in parts {
      raw(isFirst ? "\n" : ",\n")
      isFirst = false
      raw(String(repeating: "  ", count: depth + 1).utf8)
      writePart(&self, part)
    }
    raw("\n")
    raw(String(repeating: "  ", count: depth).utf8)
    raw(brackets.1)
  }
}
