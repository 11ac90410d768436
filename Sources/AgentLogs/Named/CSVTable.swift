import JSON

/// A table of separated values whose first line names the columns.
struct CSVTable {
  private var rows: CSVRows
  private var cells: [CSVRows.Cell] = []
  /// The folded names of the columns, in the order of the table.
  private let names: [String]
  /// The same in the order of the alphabet, each once, so that moved columns change no hash.
  private let ordered: [String]

  /// Reads the line of names.
  init(_ document: UnsafeRawBufferPointer) {
    rows = CSVRows(document)
    _ = rows.next(&cells)
    names = cells.map { [rows] cell in NamedRow.folded(rows.text(of: cell)) }
    ordered = Set(names).sorted()
  }

  /// A row that holds each name as its own value; nil without any name.
  var header: NamedRow? {
    var row = NamedRow()
    for name in names where !name.isEmpty { row.add(.string(name), as: name) }
    return names.contains { !$0.isEmpty } ? row : nil
  }

  /// Returns the next row, without what is empty in it; rows with another number of cells than names are skipped.
  mutating func next(_ findings: inout LogFindings) -> NamedRow? {
    while rows.next(&cells) {
      findings.place = Int64(rows.start)
      guard cells.count == names.count, !rows.isBroken else {
        findings.skip(.malformed)
        continue
      }
      var row = NamedRow()
      for (name, cell) in zip(names, cells) {
        let text = rows.text(of: cell)
        if !text.isEmpty { row.add(.string(text), as: name) }
      }
      return row
    }
    return nil
  }

  /// Returns the hash of what a row says in all of its columns, or in those named.
  func content(of row: NamedRow, in columns: [String]? = nil) -> ContentHash {
    var content = ContentHash()
    for name in columns ?? ordered {
      guard let text = row[name]?.string else { continue }
      content.add(name)
      content.add(text)
    }
    return content
  }
}
