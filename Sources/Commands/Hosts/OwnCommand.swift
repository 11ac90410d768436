import Service

/// A command of this program as a line for a shell, as hooks and status lines have it.
struct OwnCommand {
  /// The program as it is written, without quotes; nil where it is started through another.
  let program: String?
  /// The words of the line; nil where it does more than to run this program.
  let line: ShellLine?

  /// Reads a line; nil where it does not run `words` of this program.
  init?(_ line: String, running words: String) {
    guard let range = line.firstRange(of: " " + words) else { return nil }
    let start = String(line[..<range.lowerBound])
    guard start.split(whereSeparator: { "/ '\"".contains($0) }).last.map(String.init) == Product.name else {
      return nil
    }
    let unquoted = Self.unquoted(start)
    program = unquoted.contains(" ") && unquoted == start ? nil : unquoted
    self.line = ShellLine(line).flatMap { Self.runs($0.texts, words) ? $0 : nil }
  }

  /// Returns the line as it starts this program with the options that are wanted; nil where it stays as it is.
  ///
  /// - Parameter wanted: The words that a new line would have.
  func updated(to wanted: [String], isOurs: (String) -> Bool) -> String? {
    guard let line, let program = line.texts.first else { return nil }
    var texts = ToldOptions.updated(line.texts, to: wanted.drop { !ToldOptions.names.contains($0) })
    if !isOurs(program) { texts[0] = wanted[0] }
    return texts == line.texts ? nil : line.replacing(with: texts)
  }

  /// Returns a line of these words, quoted where a shell would read them otherwise.
  static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// Returns a word as a shell reads it back.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "/._-+:@%=,".utf8.contains(byte)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private static func runs(_ texts: [String], _ words: String) -> Bool {
    texts.first?.split(separator: "/").last.map(String.init) == Product.name
      && texts.dropFirst().starts(with: words.split(separator: " ").map(String.init))
  }

  private static func unquoted(_ word: String) -> String {
    guard word.count > 1, let mark = word.first, mark == word.last, "'\"".contains(mark) else { return word }
    return String(word.dropFirst().dropLast()).replacing("'\\''", with: "'")
  }
}
