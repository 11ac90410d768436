import CivilTime
import Pricing
import SQLite

// What people have corrected, laid over records. Whoever takes a record out of the totals takes its correction out
// too, and whoever writes it again adds it once more.
extension LedgerStore {
  /// Returns what a record counts with its corrections.
  func correctedTotals(of record: StoredRecord) throws(SQLiteError) -> Totals {
    let own = record.contribution
    return own.totals.corrected(by: try correctedFigures(of: record.row), parts: own.meters)
  }

  /// Returns the price that a record has: what a person has corrected the cost to holds where no price is known.
  ///
  /// Otherwise an amount would count that belongs to no kind of cost.
  func held(_ price: AppliedPrice, of row: RecordRow) throws(SQLiteError) -> AppliedPrice {
    guard price.cost == nil, let cost = try correctedCost(of: row) else { return price }
    var held = price
    held.kind = .reported
    held.cost = cost
    return held
  }

  /// What a person has corrected the cost of a record to; nil where nobody has.
  func correctedCost(of row: RecordRow) throws(SQLiteError) -> Money? {
    try correctedFigures(of: row)[.cost].map { Money(picodollars: Int128($0)) }
  }

  /// The figures that were last given for a record.
  private func correctedFigures(of row: RecordRow) throws(SQLiteError) -> [AdjustedFigure: Int64] {
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

  /// Takes what a record's corrections add out of the totals.
  func takeBackCorrection(of record: StoredRecord) throws(SQLiteError) {
    guard let correction = try correction(of: record) else { return }
    try connection.run("DELETE FROM correction WHERE record = ?", record.row.value)
    transaction.pending.subtract(correction, from: try scopes(of: correction), cuts: try cuts(after: correction))
    try draw(correction.totals.cost, of: record, -=)
    if let session = record.session { transaction.sessionTotals[session]? -= correction.totals }
  }

  /// Adds what a record's corrections say beyond the record to the totals.
  func addCorrection(of record: StoredRecord) throws(SQLiteError) {
    var difference = try correctedTotals(of: record)
    difference -= record.contribution.totals
    guard difference != .zero else { return }
    let values: [SQLValue] = [
      record.row.value, .integer(record.facts.timestamp.milliseconds), record.context.value,
      SQLValue(record.session?.number),
    ]
    try connection.run(
      """
      INSERT INTO correction (record, timestamp, context, session, requests, input, output, cache_read, cache_write,
        cache_write_1h, reasoning, dollars, picodollars)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, binding: values + difference.columns)
    let correction = record.contribution.with(difference)
    transaction.pending.add(correction, to: try scopes(of: correction), cuts: try cuts(after: correction))
    try draw(difference.cost, of: record, +=)
    if let session = record.session { transaction.sessionTotals[session]? += difference }
  }

  /// What the totals have beyond a record, where it was corrected.
  func correction(of record: StoredRecord) throws(SQLiteError) -> Contribution? {
    let totals = try connection.first(
      "SELECT \(TotalsColumns.plain) FROM correction t WHERE t.record = ?", record.row.value
    ) { row throws(SQLiteError) in try TotalsColumns.totals(row, from: 0) }
    return totals.map { record.contribution.with($0) }
  }

  /// Adds a correction's entry; totals are the caller's.
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

extension Contribution {
  /// What a correction adds in the place of the record.
  fileprivate func with(_ difference: Totals) -> Contribution {
    var correction = self
    correction.totals = difference
    correction.meters = []
    return correction
  }
}

extension Row {
  /// Returns a figure of one record: tokens as many as a call can have in all meters, or up to a million dollars.
  fileprivate func figure(_ index: Int32, of figure: AdjustedFigure) throws(SQLiteError) -> Int64 {
    try integer(index, in: 0...(figure == .cost ? 1_000_000_000_000_000_000 : 100 * Ledger.largestQuantity))
  }
}
