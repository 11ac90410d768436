/// A file of `NAME=VALUE` lines, as dotenv tools read it.
struct EnvironmentFile: Equatable {
  /// The values by name; a later line wins.
  let values: [String: String]

  /// Reads the lines of a text.
  ///
  /// Blank lines and those that begin with `#` are passed over, as is a leading `export`. A value may be in
  /// single quotes, taken as it is, or in double quotes, where `\n`, `\"` and `\\` mean what they usually do;
  /// both may go over several lines. Outside quotes a `#` after a space begins a comment.
  /// - Throws: ``CommandFailure`` that names the line.
  init(_ text: String, path: String) throws {
    var values: [String: String] = [:]
    let body = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    let lines = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var index = 0
    while index < lines.count {
      let start = index
      let first = Self.trimmed(lines[start])
      index += 1
      guard !first.isEmpty, !first.hasPrefix("#") else { continue }
      var found = Self.pair(first)
      if found == nil, Self.opensQuote(first) {
        // Each try reads the quote again: values of many lines are keys, of some thirty lines.
        var joined = String(first)
        while found == nil, index < lines.count, index - start < Self.longestValue {
          joined += "\n" + lines[index]
          index += 1
          found = Self.pair(joined[...])
        }
      }
      guard let (name, value) = found else {
        throw CommandFailure(
          status: .badData,
          message: "\(path), line \(start + 1): expected NAME=VALUE; correct the line or begin it with #")
      }
      values[name] = value
    }
    self.values = values
  }

  /// How many lines a value may have.
  private static let longestValue = 200

  private static func opensQuote(_ line: Substring) -> Bool {
    guard let equals = line.firstIndex(of: "="),
      let mark = trimmed(line[line.index(after: equals)...]).first
    else { return false }
    return mark == "'" || mark == "\""
  }

  private static func pair(_ line: Substring) -> (String, String)? {
    let assignment = line.hasPrefix("export ") ? trimmed(line.dropFirst(7)) : line
    guard let equals = assignment.firstIndex(of: "=") else { return nil }
    let name = trimmed(assignment[..<equals])
    guard let first = name.first, first.isLetter || first == "_",
      name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }),
      let value = value(trimmed(assignment[assignment.index(after: equals)...]))
    else { return nil }
    return (String(name), value)
  }

  private static func value(_ text: Substring) -> String? {
    switch text.first {
    case "'":
      guard let end = text.dropFirst().firstIndex(of: "'") else { return nil }
      return String(text[text.index(after: text.startIndex)..<end])
    case "\"": return quoted(text.dropFirst())
    default:
      var value = ""
      for character in text {
        if character == "#", value.last.map({ $0 == " " || $0 == "\t" }) ?? true { break }
        value.append(character)
      }
      return String(trimmed(value[...]))
    }
  }

  private static func quoted(_ text: Substring) -> String? {
    var value = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        value.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        return value
      } else {
        value.append(character)
      }
    }
    return nil
  }

  /// Returns a text without spaces and tabs at its ends.
  static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
