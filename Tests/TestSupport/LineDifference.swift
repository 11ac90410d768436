/// Returns nil when the texts are equal, and otherwise a short account of the lines that differ.
///
/// Use: `#expect(lineDifference(expected, found) == nil)`, so that a failure shows the difference and not
/// two whole texts. Lines are marked "- " (expected only), "+ " (found only) and "  " (in both); runs of equal lines
/// beyond `context` are left out, long lines are cut around their first difference, and at most `limit` lines
/// are shown.
package func lineDifference(
  _ expected: String, _ found: String, context: Int = 2, limit: Int = 60
) -> String? {
  // Bytes, not Characters: == on String takes "é" in both normal forms as equal, and golden files must not.
  guard !expected.utf8.elementsEqual(found.utf8) else { return nil }
  let lines = markedLines(splitLines(expected), splitLines(found))
  var shown: [String] = []
  var isInGap = false
  for (index, line) in lines.enumerated() {
    let near = lines[max(0, index - context)...min(lines.count - 1, index + context)]
    guard near.contains(where: { $0.mark != .both }) else {
      if !isInGap { shown.append("  …") }
      isInGap = true
      continue
    }
    isInGap = false
    shown.append("\(line.number): \(line.mark.rawValue) \(line.text)")
    guard shown.count < limit else {
      shown.append("… and more")
      break
    }
  }
  return "\n" + shown.joined(separator: "\n")
}

private enum Mark: String { case expected = "-", found = "+", both = " " }

private struct MarkedLine {
  let mark: Mark
  let number: Int
  let text: String
}

private func splitLines(_ text: String) -> [[UInt8]] {
  Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
}

/// Merges both texts in order. Numbers are 1-based, in the text that the line comes from.
private func markedLines(_ expected: [[UInt8]], _ found: [[UInt8]]) -> [MarkedLine] {
  let changes = found.difference(from: expected)
  var removed = Set<Int>()
  var inserted = Set<Int>()
  for change in changes {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var merged: [MarkedLine] = []
  var left = 0
  var right = 0
  while left < expected.count || right < found.count {
    let firstOfRun = merged.count
    let leftRun = run(from: left, in: removed)
    let rightRun = run(from: right, in: inserted)
    for offset in 0..<leftRun.count {
      let partner = offset < rightRun.count ? found[right + offset] : nil
      merged.append(marked(.expected, left + offset, expected[left + offset], against: partner))
    }
    for offset in 0..<rightRun.count {
      let partner = offset < leftRun.count ? expected[left + offset] : nil
      merged.append(marked(.found, right + offset, found[right + offset], against: partner))
    }
    left = leftRun.upperBound
    right = rightRun.upperBound
    guard merged.count == firstOfRun, right < found.count else { continue }
    merged.append(marked(.both, right, found[right], against: nil))
    left += 1
    right += 1
  }
  return merged
}

private func run(from start: Int, in changed: Set<Int>) -> Range<Int> {
  var end = start
  while changed.contains(end) { end += 1 }
  return start..<end
}

private func marked(_ mark: Mark, _ index: Int, _ line: [UInt8], against partner: [UInt8]?) -> MarkedLine {
  MarkedLine(mark: mark, number: index + 1, text: cut(line, against: partner))
}

/// The part of a long line around its first difference from `partner`, with what may hide in it made visible.
private func cut(_ line: [UInt8], against partner: [UInt8]?) -> String {
  let width = 100
  guard line.count > width else { return visible(line[...]) }
  let same = partner.map { zip(line, $0).prefix { $0 == $1 }.count } ?? 0
  let start = max(0, same - width / 2)
  let end = min(line.count, start + width)
  let place = start == 0 ? "" : "[byte \(start)] …"
  return place + visible(line[start..<end]) + (end < line.count ? "…" : "")
}

private func visible(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes, as: UTF8.self)
    .split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "\\t")
    .split(separator: "\r", omittingEmptySubsequences: false).joined(separator: "\\r")
}
