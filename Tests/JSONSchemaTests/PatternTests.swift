import TestSupport
import Testing

@testable import JSONSchema

@Suite struct PatternTests {
  @Test(
    arguments: [
      (
        "^(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$", ["0", "12", "0.05", "10.001"],
        ["", "00", "01", "1.0", "1.", ".5", "1e3"]
      ),
      ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", ["2026-11-21"], ["2026-1-21", "2026-11-21 ", "x2026-11-21"]),
      ("^[a-z0-9][a-z0-9.-]*$", ["openai", "z.ai", "a-b"], ["", "-a", "A", "a_b"]),
      ("^[0-2][0-9]:[0-5][0-9]$", ["23:59"], ["24:60", "3:00"]), ("b", ["abc", "b"], ["", "ac"]),
      ("", ["", "x"], []),
      ("^(?:ab|c)+$", ["ab", "cab", "cc"], ["", "a", "abb"]), ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]),
      ("^a{2,}$", ["aa", "aaaaa"], ["a"]), ("^a{0}$", [""], ["a"]),
      ("^[^\"\\s]+$", ["é😀"], ["a b", "\"", ""]),
      ("^\\d\\w\\s$", ["1_ ", "2a\u{A0}"], ["1é ", "١a "]), ("^\\D\\W\\S$", ["a-b"], ["1-b"]),
      ("^.$", ["a", "😀"], ["\n", "\u{2028}", "ab"]), ("^\\x41\\u00e9\\$$", ["Aé$"], ["Ae"]),
      ("a|^b$|", ["x"], []), ("^[\\w.-]+$", ["a.b-c_d"], ["a b"]), ("x^", [], ["x"]),
      ("^[^\\d]$", ["a"], ["5"]),
      ("^[]$", [], ["", "a"]), ("^[^]$", ["a", "\n"], [""]), ("^(a*)*$", ["", "aaa"], ["b"]),
      ("^a?b$", ["b", "ab"], ["aab"]),
    ] as [(String, [String], [String])])
  func `an expression matches as in ECMAScript`(expression: String, matching: [String], others: [String])
    throws
  {
    let pattern = try #require(Pattern(expression))
    for text in matching { #expect(pattern.matches(text), "\(text.debugDescription)") }
    for text in others { #expect(!pattern.matches(text), "\(text.debugDescription)") }
  }

  @Test(arguments: [
    "(", ")", "[", "[z-a]", "a**", "*", "a{", "a{2,1}", "{1}", "\\", "(?=a)", "(?<n>a)", "\\1", "\\p{L}",
    "a*?", "\\u12",
    "\\xg0", "a{99999}", "(((a{100}){100}){100}){100}", "[\\w-z]", "]",
  ])
  func `what is not supported is refused`(expression: String) {
    #expect(Pattern(expression) == nil)
  }

  @Test func `deep groups are refused rather than followed`() {
    let depth = 100_000
    #expect(Pattern(String(repeating: "(", count: depth) + String(repeating: ")", count: depth)) == nil)
  }

  @Test func `an expression that makes others backtrack takes steps in proportion to the text`() throws {
    let pattern = try #require(Pattern("^(a|aa)+$"))
    #expect(!pattern.matches(String(repeating: "a", count: 2_000) + "b"))
    #expect(pattern.matches(String(repeating: "a", count: 2_000)))
  }

  @Test func `random expressions never trap`() {
    var random = SplitMix64(seed: 51)
    let parts = [
      "a", "b", "(", ")", "(?:", "[", "]", "^", "$", "|", "?", "*", "+", "{1,2}", "{0}", "-", "\\d", "\\",
      ".", "é",
    ]
    for round in 0..<20_000 {
      let count = Int.random(in: 0...10, using: &random)
      let expression = (0..<count).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }
        .joined()
      guard let pattern = Pattern(expression) else { continue }
      let matches = pattern.matches("ab1é")
      #expect(pattern.matches("ab1é") == matches, "seed 51, round \(round): \(expression)")
    }
  }
}
