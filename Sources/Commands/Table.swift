import Logging
import Service

/// Rows in columns: the first ones to the left, figures to the right.
struct Table {
  let header: [String]
  let rows: [[String]]
  /// How many columns are text and are aligned left.
  var textColumns = 1

  /// The lines, each column as wide as its widest cell, without blanks at their ends.
  var lines: [String] {
    let rows = rows.map { $0.map(TerminalText.line) }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([header] + rows).map { row in
      let cells = row.indices.map { pad(row[$0], to: widths[$0], left: $0 < textColumns) }
      let line = cells.joined(separator: "  ")
      return String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
    }
  }

  private func pad(_ text: String, to width: Int, left: Bool) -> String {
    let space = String(repeating: " ", count: width - text.count)
    return left ? text + space : space + text
  }
}
