import CivilTime
import SQLite

/// The lines of one archived month that are exported, in a temporary table that brings them into order.
///
/// Files hold them in the order in which they were archived: one that came late stands behind younger ones. A month may
/// be larger than memory.
struct ExportedLines {
  let store: LedgerStore
  let reader: ArchiveReader
  let period: Period
  let filter: UsageFilter

  /// Makes the table, empty.
  static func prepare(_ store: LedgerStore) throws(SQLiteError) {
    try store.connection.execute(
      """
      PRAGMA temp_store = FILE;
      CREATE TEMP TABLE IF NOT EXISTS exported_line (
        timestamp INTEGER NOT NULL, number INTEGER NOT NULL, archived INTEGER NOT NULL UNIQUE, line BLOB,
        PRIMARY KEY (timestamp, number)) WITHOUT ROWID;
      DELETE FROM temp.exported_line;
      """)
  }

  /// Reads the files of a month into the table.
  ///
  /// Lines of records that the ledger does not know as archived are of another ledger, or of a process that was killed.
  ///
  /// - Returns: What is wrong with the files.
  func load(_ month: ArchivedMonth, of folder: LedgerFolder) throws(SQLiteError) -> [ArchiveFault] {
    try Self.prepare(store)
    var faults: [ArchiveFault] = []
    var number: Int64 = 0
    try ArchiveShelf(reader: reader, folder: folder).forEachLine(of: month, noting: &faults) {
      line throws(SQLiteError) in
      number += 1
      return try take(line, number)
    }
    let found = try store.connection.firstInteger("SELECT count(*) FROM temp.exported_line") ?? 0
    if found < month.records { faults.append(.recordsWithoutLine(count: month.records - found)) }
    return faults
  }

  /// Returns the next lines behind one, the oldest first.
  func page(behind last: ExportedRecord?, limit: Int) throws(SQLiteError) -> [ExportedRecord] {
    let start = last?.position ?? RecordPosition(milliseconds: .min, row: .min)
    let rows = try store.connection.all(
      """
      SELECT timestamp, number, archived, line FROM temp.exported_line
      WHERE (timestamp, number) > (?, ?) AND line IS NOT NULL ORDER BY timestamp, number LIMIT ?
      """, .integer(start.milliseconds), .integer(start.row), .integer(Int64(limit))
    ) { row throws(SQLiteError) in
      let position = RecordPosition(milliseconds: try row.integer(0), row: try row.integer(1))
      return (position: position, archived: ArchivedRow(try row.integer(2)), line: try row.blob(3))
    }
    var records: [ExportedRecord] = []
    for row in rows {
      guard let call = reader.call(row.line[...]) else { continue }
      let keys = try store.keys(of: .archived(row.archived))
      records.append(
        ExportedRecord(form: .archived(row.line, keys: keys), counted: call.counted, position: row.position))
    }
    return records
  }

  /// Takes in a line, without its text where it is not exported, and returns what is wrong with it.
  private func take(_ line: ArraySlice<UInt8>, _ number: Int64) throws(SQLiteError) -> ArchivedLineFault? {
    guard let call = reader.call(line) else { return .bad }
    let archived: ArchivedRow? = try store.connection.firstID(
      "SELECT id FROM archived_record WHERE public_id = ?", .blob(call.id.bytes))
    guard let archived else { return nil }
    let time = call.facts.timestamp
    let isWanted =
      time >= period.since ?? time && period.until.map { time < $0 } ?? true
      && filter.includes(call, onlyUser: store.onlyUser)
    try store.connection.run(
      "INSERT OR IGNORE INTO temp.exported_line (timestamp, number, archived, line) VALUES (?, ?, ?, ?)",
      .integer(time.milliseconds), .integer(number), archived.value, isWanted ? .blob(Array(line)) : .null)
    return nil
  }
}
