extension TOMLText {
  /// What ends a line of the text.
  var newline: String { bytes.firstIndex(of: 0x0A).map { $0 > 0 && bytes[$0 - 1] == 0x0D } ?? false ? "\r\n" : "\n" }

  /// Returns the text without all that is said of the table at a path and what is in it, wherever it is said.
  func removing(_ path: [String]) -> [UInt8] {
    var edits: [TextEdit] = []
    var section: Range<Int>?
    for line in lines {
      if line.isHeader {
        if let section { edits.append(edit(removingLines: section, isSection: true)) }
        section = line.path.starts(with: path) ? line.range : nil
      } else if let open = section {
        section = open.lowerBound..<line.range.upperBound
      } else if line.path.starts(with: path) {
        edits.append(edit(removingLines: line.range, isSection: false))
      } else if case .pair(let pair) = line.statement, path.starts(with: line.path) {
        edits += self.edits(removing: Array(path.dropFirst(line.path.count)), from: pair.value)
      }
    }
    if let section { edits.append(edit(removingLines: section, isSection: true)) }
    return TextEdit.apply(edits, to: bytes)
  }

  /// The lines with their end, and of a section the blank line in front of it.
  private func edit(removingLines range: Range<Int>, isSection: Bool) -> TextEdit {
    let next = bytes[range.upperBound...].firstIndex(of: 0x0A).map { $0 + 1 }
    var start = range.lowerBound
    if isSection, let line = startOfLine(endingAt: start), bytes[line..<start].allSatisfy(JSONComments.isSpace) {
      start = line
    }
    // The last line had no end before either.
    if next == nil, start > 0, bytes[start - 1] == 0x0A { start -= start > 1 && bytes[start - 2] == 0x0D ? 2 : 1 }
    return TextEdit(start..<(next ?? bytes.count))
  }

  private func startOfLine(endingAt end: Int) -> Int? {
    guard end > 0, bytes[end - 1] == 0x0A else { return nil }
    return bytes[..<(end - 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? (bytes.first == 0xEF ? 3 : 0)
  }

  private func edits(removing path: [String], from value: Value) -> [TextEdit] {
    guard case .table(let pairs) = value.kind else { return [] }
    let gone = pairs.indices.filter { pairs[$0].path.starts(with: path) }
    let lastKept = pairs.indices.last { !gone.contains($0) }
    var edits: [TextEdit] = []
    for (index, pair) in pairs.enumerated() {
      if gone.contains(index) {
        guard let lastKept, index < lastKept else { continue }
        edits.append(TextEdit(pair.key.lowerBound..<pairs[index + 1].key.lowerBound))
      } else if path.starts(with: pair.path) {
        edits += self.edits(removing: Array(path.dropFirst(pair.path.count)), from: pair.value)
      }
    }
    guard let last = gone.last, last > lastKept ?? -1 else { return edits }
    let end = pairs[last].comma.map { $0 + 1 } ?? pairs[last].value.range.upperBound
    // What is last but one keeps its comma where the last has one too.
    let kept = lastKept.map { pairs[$0] }
    let start = kept.map { (pairs[last].comma == nil ? nil : $0.comma.map { $0 + 1 }) ?? $0.value.range.upperBound }
    return edits + [TextEdit((start ?? pairs[0].key.lowerBound)..<end)]
  }

  /// Returns a text as TOML has it, in double quotes.
  static func string(_ text: String) -> String {
    let escaped = text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "\"", "\\": escaped += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }

  /// Returns a part of a key, in quotes where it needs them.
  static func key(_ part: String) -> String {
    let isBare = part.utf8.allSatisfy {
      ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D || $0 == 0x5F
    }
    return isBare && !part.isEmpty ? part : string(part)
  }
}

extension TOMLText.Value {
  /// The text, if it is one.
  var string: String? { if case .string(let text) = kind { text } else { nil } }
}
