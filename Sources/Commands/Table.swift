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

  /// The lines as comma-separated values (RFC 4180).
  ///
  /// A text that a spreadsheet would take for a formula is led by an apostrophe.
  var commaSeparated: [String] {
    ([header] + rows).map { row in
      row.enumerated().map { column, cell in Self.cell(column < textColumns ? Self.harmless(cell) : cell) }
        .joined(separator: ",")
    }
  }

  // Scalars, not characters: a mark behind a comma or quote makes it another character, but not for a reader of bytes.
  private static func harmless(_ text: String) -> String {
    text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } == true ? "'" + text : text
  }

  private static func cell(_ text: String) -> String {
    // A line of its own for each row: names with ends of lines are escaped as everywhere on the terminal.
    let line = TerminalText.line(text)
    guard line.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" }) else { return line }
    return line.unicodeScalars.reduce(into: "\"") { quoted, scalar in
      quoted.unicodeScalars.append(scalar)
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
    } + "\""
  }

  private func pad(_ text: String, to width: Int, left: Bool) -> String {
    let space = String(repeating: " ", count: width - text.count)
    return left ? text + space : space + text
  }
}
