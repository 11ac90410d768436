import JSON
import TestSupport
import Testing

@Suite struct MatcherTests {
  private let expected: JSONValue = answer(text: "$structured")

  @Test func `a text that repeats the structured content fits`() {
    #expect(Matcher.difference(expected, Self.answer(text: #"{"total":2}"#)) == nil)
  }

  @Test(arguments: [#"{"total": 2}"#, #"{"total":3}"#, #"{"total":2,"cost":1}"#, "$Structured", ""])
  func `any other text is told`(_ text: String) {
    #expect(Matcher.difference(expected, Self.answer(text: text)) != nil)
  }

  @Test func `an answer without structured content has no copy of it`() {
    #expect(Matcher.difference(expected, ["result": ["content": [["type": "text", "text": "{}"]]]]) != nil)
  }

  private static func answer(text: String) -> JSONValue {
    ["result": ["content": [["type": "text", "text": .string(text)]], "structuredContent": ["total": 2]]]
  }
}
