/// A file of `NAME=VALUE` lines, as dotenv tools read it.
struct EnvironmentFile: Equatable {
  /// The values by name; a later line wins.
  let values: [String: String]

  /// Reads the lines of a text.
  ///
  /// Blank lines and those that begin with `#` are passed over, as is a leading `export`. A value may stand in
  /// single quotes, taken as it is, or in double quotes, where `\n`, `\"` and `\\` mean what they usually do;
  /// outside quotes a `#` after a space begins a comment.
  /// - Throws: ``CommandFailure`` that names the line.
  init(_ text: String, path: String) throws {
    var values: [String: String] = [:]
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = Self.trimmed(line)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      guard let (name, value) = Self.pair(line) else {
        throw CommandFailure(
          status: .badData, message: "\(path), line \(index + 1): expected NAME=VALUE; correct the line or begin it with #")
      }
      values[name] = value
    }
    self.values = values
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

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
