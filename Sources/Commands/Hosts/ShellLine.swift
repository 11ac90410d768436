/// A line for a shell that starts one program with words as they stand, and does nothing else.
struct ShellLine {
  /// A word, with the blanks in front of it.
  struct Word {
    let blanks: String
    /// The word as it is written.
    let written: String
    /// The word as the program gets it.
    let text: String
  }

  /// The program and what it is told.
  private(set) var words: [Word] = []

  /// What a shell does more with than to pass it on, outside of quotes.
  private static let special: Set<Character> = [
    ";", "&", "|", "<", ">", "(", ")", "$", "`", "*", "?", "[", "{", "#", "\n", "\r", "\r\n",
  ]

  /// Reads a line; nil where a shell would do more with it.
  init?(_ line: String) {
    var rest = line[...]
    while true {
      let blanks = rest.prefix { $0 == " " || $0 == "\t" }
      rest = rest.dropFirst(blanks.count)
      guard !rest.isEmpty else { return }
      let start = rest.startIndex
      guard let text = Self.takeWord(&rest) else { return nil }
      words.append(Word(blanks: String(blanks), written: String(line[start..<rest.startIndex]), text: text))
    }
  }

  /// The words as the program gets them.
  var texts: [String] { words.map(\.text) }

  /// Returns the line with other words in the places of its own where they differ, and those that are more behind it.
  ///
  /// - Parameter texts: At least as many as the line has.
  func replacing(with texts: [String]) -> String {
    let own = zip(words, texts).map { $0.blanks + ($0.text == $1 ? $0.written : OwnCommand.quoted($1)) }
    return own.joined() + texts.dropFirst(words.count).map { " " + OwnCommand.quoted($0) }.joined()
  }

  private static func takeWord(_ rest: inout Substring) -> String? {
    var text = ""
    var mark: Character?
    while let character = rest.first {
      if mark == nil, character == " " || character == "\t" { return text }
      rest.removeFirst()
      switch (character, mark) {
      case ("'", nil), ("\"", nil): mark = character
      case (_, .some(character)): mark = nil
      case (_, "'"): text.append(character)
      case ("$", _), ("`", _): return nil
      case ("\\", _):
        guard let next = rest.popFirst() else { return nil }
        if mark != nil, !"$`\"\\".contains(next) { text.append("\\") }
        text.append(next)
      case (_, nil) where special.contains(character): return nil
      default: text.append(character)
      }
    }
    return mark == nil ? text : nil
  }
}
