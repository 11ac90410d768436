import CivilTime
import SQLite

extension LedgerStore {
  /// Returns the oldest records of before `end`, as many as move at a time.
  ///
  /// Those of a quarter hour in which a limit was reset stay: a new limit may have to tell which came before.
  func archivable(before end: Instant) throws(SQLiteError) -> [StoredRecord] {
    let archivable = try archivable(endingAt: end)
    return try connection.all(
      StoredRecord.select + " WHERE \(archivable.sql) ORDER BY r.timestamp, r.id LIMIT ?",
      binding: archivable.values + [.integer(Ledger.archivedAtOnce)]
    ) { row throws(SQLiteError) in try StoredRecord(row: row) }
  }

  /// Whether there is any record to be archived of before `end`.
  func hasArchivable(before end: Instant) throws(SQLiteError) -> Bool {
    let archivable = try archivable(endingAt: end)
    return try connection.first(
      "SELECT 1 FROM record r WHERE \(archivable.sql) LIMIT 1", binding: archivable.values
    ) { row throws(SQLiteError) in try row.integer(0) } != nil
  }

  /// Returns how many records of before `end` there are, by month.
  func countArchivable(before end: Instant) throws(SQLiteError) -> [(month: String, records: Int64)] {
    let archivable = try archivable(endingAt: end)
    return try connection.all(
      """
      SELECT strftime('%Y-%m', r.timestamp / 1000.0, 'unixepoch'), count(*) FROM record r
      WHERE \(archivable.sql) GROUP BY 1 ORDER BY 1
      """, binding: archivable.values
    ) { row throws(SQLiteError) in (month: try row.text(0), records: try row.integer(1)) }
  }

  /// The condition on a record `r` that may be archived.
  private func archivable(endingAt end: Instant) throws(SQLiteError) -> (sql: String, values: [SQLValue]) {
    let quarters = Set(try limitBook().allCuts.map(QuarterHour.number)).sorted()
    let unreset = String(repeating: " AND NOT (r.timestamp >= ? AND r.timestamp < ?)", count: quarters.count)
    let ends = quarters.flatMap { [QuarterHour.start($0), QuarterHour.start($0 + 1)] }
    return ("r.timestamp < ?" + unreset, ([end.milliseconds] + ends).map(SQLValue.integer))
  }

  /// Returns the file to which records of a month are added.
  func archiveFile(of month: String) throws(SQLiteError) -> ArchiveFile {
    let known = try connection.first("SELECT part, bytes FROM archive_file WHERE month = ?", .text(month)) {
      row throws(SQLiteError) in (part: try row.part(0), bytes: try row.fileSize(1))
    }
    return ArchiveFile(month: month, part: known?.part ?? 1, bytes: known?.bytes ?? 0, in: folder)
  }

  /// Deletes records whose lines are in `files`, leaving their keys and sums.
  func moveOut(_ records: [StoredRecord], to files: [ArchiveFile]) throws(SQLiteError) {
    // The ledger's time must not fall back to that of older records.
    let newest = try newestEntry()
    var sums: [ArchivedKey: ArchivedSum] = [:]
    for record in records {
      sums[ArchivedKey(record), default: ArchivedSum()].add(record)
      try leaveName(of: record)
    }
    for (row, sum) in sums { try add(sum, to: row) }
    for file in files {
      try connection.run(
        "INSERT OR REPLACE INTO archive_file (month, part, bytes) VALUES (?, ?, ?)", .text(file.month),
        .integer(file.part), .integer(file.bytes))
    }
    try noteEntry(at: newest, isUpdate: true)
  }

  private func leaveName(of record: StoredRecord) throws(SQLiteError) {
    try connection.run("INSERT INTO archived_record (public_id) VALUES (?)", .blob(record.id.bytes))
    try hand(keysAndEntriesOf: record, to: .archived(connection.lastInserted()))
    try connection.run("DELETE FROM record WHERE id = ?", record.row.value)
  }

  private func add(_ sum: ArchivedSum, to row: ArchivedKey) throws(SQLiteError) {
    let values = [row.session.value, row.context.value] + [row.quarter, sum.first, sum.last].map(SQLValue.integer)
    try connection.run(SumTable.archived.add, binding: values + sum.totals.columns)
  }

  /// Returns the public name of an archived record.
  func archivedID(_ row: ArchivedRow) throws(SQLiteError) -> RecordID {
    let found = try connection.first("SELECT public_id FROM archived_record WHERE id = ?", row.value) {
      row throws(SQLiteError) in try row.recordID(0)
    }
    guard let found else { throw .missing(row: row.number, of: "archived_record", in: connection) }
    return found
  }
}

extension Row {
  /// Returns the number of a file among those of its month.
  func part(_ index: Int32) throws(SQLiteError) -> Int64 { try integer(index, in: 1...10_000) }

  /// Returns how many bytes of a file are certain.
  func fileSize(_ index: Int32) throws(SQLiteError) -> Int64 { try integer(index, in: 0...1 << 50) }
}

/// A row of `archived_total`.
private struct ArchivedKey: Hashable {
  /// None where the record had none.
  let session: SessionID
  let context: ContextID
  let quarter: Int64

  init(_ record: StoredRecord) {
    session = record.session ?? .none
    context = record.context
    quarter = QuarterHour.number(at: record.facts.timestamp.milliseconds)
  }
}

/// What records add to a row of `archived_total`.
private struct ArchivedSum {
  var totals = Totals()
  var first = Int64.max
  var last = Int64.min

  mutating func add(_ record: StoredRecord) {
    totals += record.counted
    first = min(first, record.facts.timestamp.milliseconds)
    last = max(last, record.facts.timestamp.milliseconds)
  }
}
