import CivilTime
import Pricing
import SQLite

// Entries of corrections, which are added and never change. A record holds what follows from them.
extension LedgerStore {
  /// Returns the figures that were last given for a record.
  func givenFigures(of row: RecordRow) throws(SQLiteError) -> [AdjustedFigure: Int64] {
    var figures: [AdjustedFigure: Int64] = [:]
    try connection.forEach(
      """
      SELECT f.figure, f.after FROM adjustment a CROSS JOIN adjusted_figure f ON f.adjustment = a.id
      WHERE a.record = ? ORDER BY a.id
      """, row.value
    ) { row throws(SQLiteError) in
      if let figure = AdjustedFigure(rawValue: try row.integer(0)) { figures[figure] = try row.figure(1, of: figure) }
    }
    return figures
  }

  /// Adds a correction's entry; the caller writes the record again.
  func enter(_ adjustment: Adjustment, of record: StoredRecord) throws(SQLiteError) {
    try connection.run(
      "INSERT INTO adjustment (record, public_id, entered_at, entered_by, reason) VALUES (?, ?, ?, ?, ?)",
      record.row.value, .blob(adjustment.record.bytes), .integer(adjustment.enteredAt.milliseconds),
      .text(adjustment.enteredBy), .text(adjustment.reason))
    let id = connection.lastInsertRowID
    for change in adjustment.changes {
      try connection.run(
        "INSERT INTO adjusted_figure (adjustment, figure, before, after) VALUES (?, ?, ?, ?)", .integer(id),
        .integer(change.figure.rawValue), .integer(change.before), .integer(change.after))
    }
  }

  /// Returns entries that meet a condition on `a`, the oldest first.
  func adjustments(where condition: String, _ value: SQLValue) throws(SQLiteError) -> [Adjustment] {
    var found: [(id: Int64, adjustment: Adjustment)] = []
    try connection.forEach(
      """
      SELECT a.id, a.public_id, a.entered_at, a.entered_by, a.reason, f.figure, f.before, f.after
      FROM adjustment a CROSS JOIN adjusted_figure f ON f.adjustment = a.id
      WHERE \(condition) ORDER BY a.id, f.figure
      """, value
    ) { row throws(SQLiteError) in
      let id = try row.integer(0)
      if found.last?.id != id {
        let adjustment = Adjustment(
          record: try row.recordID(1), enteredAt: try row.time(2),
          enteredBy: try row.text(3), reason: try row.text(4), changes: [])
        found.append((id, adjustment))
      }
      guard let figure = AdjustedFigure(rawValue: try row.integer(5)) else { return }
      let change = Adjustment.Change(
        figure: figure, before: try row.figure(6, of: figure), after: try row.figure(7, of: figure))
      found[found.count - 1].adjustment.changes.append(change)
    }
    return found.map(\.adjustment)
  }

  /// Returns the record of that id; nil for none and an archived one.
  func record(_ id: RecordID) throws(SQLiteError) -> StoredRecord? {
    try connection.first(StoredRecord.select + " WHERE r.public_id = ?", .blob(id.bytes)) {
      row throws(SQLiteError) in try StoredRecord(row: row)
    }
  }

  /// Whether the record of that id was archived.
  func isArchived(_ id: RecordID) throws(SQLiteError) -> Bool {
    try connection.firstInteger("SELECT 1 FROM archived_record WHERE public_id = ?", .blob(id.bytes)) != nil
  }

  /// Returns two at most of the ids, archived ones included, within the range.
  func recordIDs(in range: (first: RecordID, last: RecordID)) throws(SQLiteError) -> [RecordID] {
    try connection.all(
      """
      SELECT public_id FROM record WHERE public_id BETWEEN ?1 AND ?2
      UNION ALL SELECT public_id FROM archived_record WHERE public_id BETWEEN ?1 AND ?2 LIMIT 2
      """, .blob(range.first.bytes), .blob(range.last.bytes)
    ) { row throws(SQLiteError) in try row.recordID(0) }
  }
}

extension Row {
  /// Returns a figure of one record: tokens as many as a call can have in all meters, or up to a million dollars.
  func figure(_ index: Int32, of figure: AdjustedFigure) throws(SQLiteError) -> Int64 {
    try integer(index, in: 0...(figure == .cost ? 1_000_000_000_000_000_000 : 100 * Ledger.largestQuantity))
  }
}
