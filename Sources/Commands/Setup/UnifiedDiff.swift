/// What changes between two texts, as `diff -u` shows it, with long lines cut to what differs.
enum UnifiedDiff {
  /// How many unchanged lines are shown around a change.
  private static let context = 3
  /// How many characters of a line are shown, as a configuration on one line may have megabytes.
  private static let width = 160
  /// How many unchanged characters are shown around a change in a long line.
  private static let margin = 30

  private struct Line {
    var mark: Character
    var text: String
  }

  /// Returns the lines of the difference without a header; none where the texts are the same.
  static func lines(from old: [UInt8], to new: [UInt8]) -> [String] {
    let all = merged(split(old), split(new))
    var shown: [String] = []
    var oldNumber = 1
    var newNumber = 1
    for (index, line) in all.enumerated() {
      if isNear(index, all) {
        if index == 0 || !isNear(index - 1, all) { shown.append(header(index, all, oldNumber, newNumber)) }
        shown.append(String(line.mark) + line.text)
      }
      if line.mark != "+" { oldNumber += 1 }
      if line.mark != "-" { newNumber += 1 }
    }
    return shown
  }

  private static func isNear(_ index: Int, _ lines: [Line]) -> Bool {
    lines[max(0, index - context)..<min(lines.count, index + context + 1)].contains { $0.mark != " " }
  }

  private static func header(_ start: Int, _ lines: [Line], _ oldNumber: Int, _ newNumber: Int) -> String {
    var end = start
    while end < lines.count, isNear(end, lines) { end += 1 }
    let oldCount = lines[start..<end].count { $0.mark != "+" }
    let newCount = lines[start..<end].count { $0.mark != "-" }
    return "@@ -\(oldCount == 0 ? 0 : oldNumber),\(oldCount) +\(newCount == 0 ? 0 : newNumber),\(newCount) @@"
  }

  /// The lines of a text; the last has a note where it has no end.
  private static func split(_ bytes: [UInt8]) -> [String] {
    guard !bytes.isEmpty else { return [] }
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }
    if lines.last == "" { lines.removeLast() } else { lines[lines.count - 1] += " (no end of line)" }
    return lines
  }

  /// Both texts in one: each run of removed lines before those that come in their place.
  private static func merged(_ old: [String], _ new: [String]) -> [Line] {
    let difference = new.difference(from: old)
    let removed = Set(difference.removals.map(offset))
    let inserted = Set(difference.insertions.map(offset))
    var lines: [Line] = []
    var (oldIndex, newIndex) = (0, 0)
    while oldIndex < old.count || newIndex < new.count {
      let oldStart = oldIndex
      let newStart = newIndex
      while removed.contains(oldIndex) { oldIndex += 1 }
      while inserted.contains(newIndex) { newIndex += 1 }
      lines += run("-", Array(old[oldStart..<oldIndex]), against: Array(new[newStart..<newIndex]))
      lines += run("+", Array(new[newStart..<newIndex]), against: Array(old[oldStart..<oldIndex]))
      guard oldIndex < old.count else { continue }
      lines.append(Line(mark: " ", text: cut(old[oldIndex], against: nil)))
      oldIndex += 1
      newIndex += 1
    }
    return lines
  }

  private static func offset(_ change: CollectionDifference<String>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  private static func run(_ mark: Character, _ lines: [String], against others: [String]) -> [Line] {
    lines.enumerated().map { index, line in
      Line(mark: mark, text: cut(line, against: index < others.count ? others[index] : nil))
    }
  }

  /// A line, of a long one the part in which it differs from another.
  private static func cut(_ line: String, against other: String?) -> String {
    guard line.utf8.count > width else { return line }
    guard let other = other.map(Array.init) else { return line.prefix(width) + "…" }
    let line = Array(line)
    let same = zip(line, other).prefix { $0 == $1 }.count
    let rest = min(line.count, other.count) - same
    let sameEnd = zip(line.reversed(), other.reversed()).prefix(rest).prefix { $0 == $1 }.count
    let start = max(0, same - margin)
    let end = min(line.count, line.count - sameEnd + margin)
    return (start > 0 ? "…" : "") + String(line[start..<end]) + (end < line.count ? "…" : "")
  }
}
