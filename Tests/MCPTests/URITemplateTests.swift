import TestSupport
import Testing

@testable import MCP

@Suite struct URITemplateTests {
  @Test(arguments: [
    ("a://b/{x}", "a://b/c", ["x": "c"]),
    ("a://b/{x}", "a://b/c%2Fd%20%C3%A9", ["x": "c/d é"]),
    ("a://b/{x}", "a://b/c+d", ["x": "c+d"]),
    ("a://{x}/y/{z}", "a://1/y/2", ["x": "1", "z": "2"]),
    ("a://{x}-{y}.json", "a://1-2.json", ["x": "1", "y": "2"]),
    ("a://b{?days,limit}", "a://b", [:]),
    ("a://b{?days,limit}", "a://b?", [:]),
    ("a://b{?days,limit}", "a://b?limit=5&days=3", ["limit": "5", "days": "3"]),
    ("a://b/{x}{?days}", "a://b/c?days=%33", ["x": "c", "days": "3"]),
    ("a://b{?days}", "a://b?days", ["days": ""]),
  ])
  func `a URI gives its values`(template: String, uri: String, values: [String: String]) {
    #expect(URITemplate(template).match(uri) == values)
  }

  @Test(arguments: [
    ("a://b/{x}", "a://b/"), ("a://b/{x}", "a://b/c/d"), ("a://b/{x}", "a://b/c?d=1"),
    ("a://b/{x}", "A://b/c"),
    ("a://b/{x}", "a://b/%2"), ("a://b/{x}", "a://b/%+f"), ("a://b/{x}", "a://b/%FF"), ("a://b", "a://b/"),
    ("a://b{?days}", "a://b?day=1"), ("a://b{?days}", "a://b?days=1&days=2"),
    ("a://b/{x}", "a://b/\u{301}x/y"),
  ])
  func `another URI gives nothing`(template: String, uri: String) {
    #expect(URITemplate(template).match(uri) == nil)
  }

  @Test func `the variables are named in order`() {
    #expect(URITemplate("a://{x}/{y}{?p,q}").variables == ["x", "y", "p", "q"])
  }

  @Test func `all but unreserved characters are escaped`() {
    #expect(
      URITemplate("a://b/{x}{?p,q}").expanded(["x": "c/d é", "q": "1&2"]) == "a://b/c%2Fd%20%C3%A9?q=1%262")
    #expect(URITemplate("a://b{?p}").expanded([:]) == "a://b")
  }

  @Test func `what is expanded matches with the same values`() throws {
    let template = URITemplate("a://b/{x}/c-{y}{?p,q}")
    let alphabet = Array("ab/?&=%#+-{}\u{301}é🙂\u{0} ".unicodeScalars)
    try forAll(seed: 12, count: 2_000) { generator in
      func text(atLeast count: Int) -> String {
        let scalars = (0..<Int.random(in: count...6, using: &generator)).compactMap { _ in
          alphabet.randomElement(using: &generator)
        }
        return scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
      }
      var values = ["x": text(atLeast: 1), "y": text(atLeast: 1)]
      if Bool.random(using: &generator) { values["p"] = text(atLeast: 0) }
      if Bool.random(using: &generator) { values["q"] = text(atLeast: 0) }
      return values
    } check: { values in
      template.match(template.expanded(values)) == values
    }
  }
}
