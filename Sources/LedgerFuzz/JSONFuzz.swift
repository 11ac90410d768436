import JSON

/// The parser of JSON: what it takes it writes and reads as the same.
enum JSONFuzz {
  static func read(_ bytes: [UInt8]) {
    guard let value = parsed(bytes) else { return }
    let written = JSONWriter.bytes(value)
    guard let again = parsed(written) else { preconditionFailure("what was written cannot be read") }
    precondition(JSONWriter.bytes(again) == written, "what was written reads as something else")
  }

  /// The value of a text; nil for one that is refused.
  static func parsed(_ bytes: [UInt8]) -> JSONValue? {
    do { return try JSONParser.parse(bytes) } catch { return nil }
  }
}
