/// Texts as agents and tools write them, escaped for JSON.
struct LogWords {
  private static let words = [
    "the", "function", "returns", "value", "when", "request", "is", "read", "from", "file", "and", "then", "written",
    "again", "with", "error", "code", "test", "build", "token", "ledger", "session", "usage", "number", "line", "of",
    "path", "src", "main", "import", "let", "var", "struct", "class",
  ]
  /// What one word in fifty is followed by: quotation marks, a line feed, a tab, and text that was escaped before.
  private static let escapes = #"\"quoted\"\n\tx = \\\"1\\\"; "#

  private let shortTexts: [[UInt8]]
  private let results: [[UInt8]]

  /// Writes the texts.
  init() {
    var chance = SplitMix(state: 1)
    shortTexts = (0..<300).map { _ in Self.text(100 + chance.below(1_400), &chance) }
    results = (0..<300).map { _ in Self.text(200 + chance.below(19_800), &chance) }
  }

  /// Returns a text of 0.1 to 1.5 KB: an answer, or a part of a file.
  func short(_ chance: inout SplitMix) -> [UInt8] { shortTexts[chance.below(shortTexts.count)] }
  /// Returns a text of 0.2 to 20 KB: the result of a tool.
  func result(_ chance: inout SplitMix) -> [UInt8] { results[chance.below(results.count)] }

  private static func text(_ count: Int, _ chance: inout SplitMix) -> [UInt8] {
    var text: [UInt8] = []
    while text.count < count {
      text += words[chance.below(words.count)].utf8
      text.append(UInt8(ascii: " "))
      if chance.below(50) == 0 { text += escapes.utf8 }
    }
    return text
  }
}
