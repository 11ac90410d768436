import JSON
import Testing

@Suite struct JSONParserTests {
  /// A text that is refused, with the place and reason.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let offset: Int
    let reason: JSONError.Reason
    var testDescription: String { text }
  }

  static let refusals = [
    Refusal(text: "", offset: 0, reason: .unexpectedEnd),
    Refusal(text: "  ", offset: 2, reason: .unexpectedEnd),
    Refusal(text: "{\"a\":1,\"b\":2,\"a\":3}", offset: 13, reason: .duplicateKey("a")),
    Refusal(text: "{\"a\":1,\"\\u0061\":3}", offset: 7, reason: .duplicateKey("a")),
    Refusal(text: "[1,]", offset: 3, reason: .unexpectedByte(UInt8(ascii: "]"))),
    Refusal(text: "[1 2]", offset: 3, reason: .unexpectedByte(UInt8(ascii: "2"))),
    Refusal(text: "[01]", offset: 1, reason: .invalidNumber),
    Refusal(text: "-", offset: 0, reason: .invalidNumber),
    Refusal(text: "1 x", offset: 2, reason: .trailingBytes),
    Refusal(text: "\"a\u{1}\"", offset: 2, reason: .controlCharacter(1)),
    Refusal(text: "\"abcdefghi\u{1F}jklmnopqr\"", offset: 10, reason: .controlCharacter(0x1F)),
    Refusal(text: "\"abcdefgh", offset: 9, reason: .unexpectedEnd),
    Refusal(text: "\"ab\\x\"", offset: 3, reason: .invalidEscape),
    Refusal(text: "\"ab\\ud800\"", offset: 3, reason: .loneSurrogate),
    Refusal(text: "\"\\udc00\\ud800\"", offset: 1, reason: .loneSurrogate),
    Refusal(text: "\"\\ud800\\u0041\"", offset: 1, reason: .loneSurrogate),
    Refusal(text: "nul", offset: 3, reason: .unexpectedEnd),
    Refusal(text: "nulL", offset: 3, reason: .unexpectedByte(UInt8(ascii: "L"))),
    Refusal(text: "{\"a\" 1}", offset: 5, reason: .unexpectedByte(UInt8(ascii: "1"))),
    Refusal(text: "[}", offset: 1, reason: .unexpectedByte(UInt8(ascii: "}"))),
    Refusal(text: "\u{FEFF}{}", offset: 0, reason: .unexpectedByte(0xEF)),
  ]

  @Test(arguments: refusals) func `what is wrong is told with its offset`(refusal: Refusal) {
    #expect(throws: JSONError(offset: refusal.offset, reason: refusal.reason)) {
      try JSONParser.parse(Array(refusal.text.utf8))
    }
  }

  @Test func `bytes that are not UTF-8 are refused at the first of them`() {
    #expect(throws: JSONError(offset: 4, reason: .invalidUTF8)) {
      try JSONParser.parse([0x22, 0x61, 0xC3, 0xA9, 0xFF, 0x22])
    }
    #expect(throws: JSONError(offset: 3, reason: .invalidUTF8)) {
      try JSONParser.parse([0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22])
    }
  }

  @Test func `strings keep every scalar, escaped or not`() throws {
    let text = #""\"\\\/\b\f\n\r\t\u0000\u00e9\u20AC\ud83d\ude00 é€😀 plain text of some length""#
    let value = try JSONParser.parse(Array(text.utf8))
    let expected = "\"\\/\u{8}\u{C}\n\r\t\u{0}é€😀 é€😀 plain text of some length"
    #expect(value.string.map { Array($0.unicodeScalars) } == Array(expected.unicodeScalars))
  }

  @Test func `keys that only look alike are two keys`() throws {
    let value = try JSONParser.parse(Array("{\"\\u00e9\":1,\"e\\u0301\":2}".utf8))
    #expect(value.object?.count == 2)
    #expect(value.object?["e\u{301}"] == 2)
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
  }

  @Test func `a duplicate is found among many keys`() {
    let members = (0..<100).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(throws: Never.self) { try JSONParser.parse(Array("{\(members)}".utf8)) }
    #expect(throws: JSONError.self) { try JSONParser.parse(Array("{\(members),\"k77\":0}".utf8)) }
  }

  @Test func `nesting is bounded`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + "0" + String(repeating: "]", count: depth)).utf8)
    }
    #expect(throws: Never.self) { try JSONParser.parse(nested(128)) }
    #expect(throws: JSONError(offset: 128, reason: .tooDeep(limit: 128))) {
      try JSONParser.parse(nested(129))
    }
    #expect(throws: JSONError(offset: 2, reason: .tooDeep(limit: 2))) {
      try JSONParser.parse(nested(1_000_000), depth: 2)
    }
  }

  @Test func `the members before a key are read and nothing after it`() throws {
    let bytes = Array("{\"name\":\"x\",\"tags\":[1,2],\"models\": broken".utf8)
    let members = try bytes.withUnsafeBytes { try JSONParser.members(of: $0, before: "models") }
    #expect(JSONValue.object(members) == ["name": "x", "tags": [1, 2]])
    let whole = try Array("{\"name\":\"x\"}".utf8).withUnsafeBytes {
      try JSONParser.members(of: $0, before: "models")
    }
    #expect(whole.keys == ["name"])
  }

  @Test func `a slice is read by its own offsets`() {
    let bytes = Array("xx[1,]".utf8)
    #expect(throws: JSONError(offset: 3, reason: .unexpectedByte(UInt8(ascii: "]")))) {
      try JSONParser.parse(bytes[2...])
    }
  }
}
