/// Text that a terminal shows as it is, whatever names from clients and files are in it.
///
/// Everything that people read leaves through here: what commands print by ``visible(_:)``, each of its lines by
/// ``lines(_:)``, and messages on standard error, which are one line each, by ``line(_:)``.
package enum TerminalText {
  /// Returns the text with its control characters, except ends of lines, written as in JSON: `\u001b`.
  ///
  /// Inside a JSON string that means the same, so JSON keeps its value. Marks that turn the direction of writing
  /// count as control characters: they show a name as another. So do the separators of lines and paragraphs, which
  /// some terminals begin a line at.
  package static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    return text.unicodeScalars.reduce(into: "") { visible, scalar in
      if isHidden(scalar) { visible += escaped(scalar) } else { visible.unicodeScalars.append(scalar) }
    }
  }

  /// Returns the text as one line: ends of lines are written as `\u000a` too.
  package static func line(_ text: String) -> String {
    visible(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: escaped("\n"))
  }

  /// Returns a text of these lines, each of which stays one: no name in it begins a line of its own.
  package static func lines(_ lines: [String]) -> String { lines.map(line).joined(separator: "\n") }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case ..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
