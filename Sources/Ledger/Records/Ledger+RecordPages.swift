import CivilTime
import SQLite

/// Where a page of records ended: the newest first, the next page begins behind it.
package struct RecordPosition: Sendable, Hashable {
  /// The time of the last record shown, in milliseconds since 1970.
  package var milliseconds: Int64
  /// Its order of entry.
  package var row: Int64

  /// Creates the position behind a record.
  package init(milliseconds: Int64, row: Int64) {
    self.milliseconds = milliseconds
    self.row = row
  }

  /// The position behind `record`.
  package init(behind record: StoredRecord) {
    self.init(milliseconds: record.facts.timestamp.milliseconds, row: record.row.number)
  }
}

extension Ledger {
  /// Returns the records of `period`, newest first, at most `limit`, from behind `position` on.
  package func records(
    of period: Period, filter: UsageFilter, limit: Int, behind position: RecordPosition? = nil
  ) throws(LedgerError) -> [StoredRecord] {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return [] }
      let session = filter.session(of: "r")
      let since = period.since?.milliseconds ?? .min
      let until = period.until?.milliseconds ?? .max
      let behind = position ?? RecordPosition(milliseconds: .max, row: .max)
      let ends = [since, until, behind.milliseconds, behind.row].map(SQLValue.integer)
      return try store.connection.all(
        """
        \(StoredRecord.select)
        WHERE r.timestamp >= ? AND r.timestamp < ? AND (r.timestamp, r.id) < (?, ?)\(session.sql)\(filter.contextSQL)
        ORDER BY r.timestamp DESC, r.id DESC LIMIT ?
        """, binding: ends + session.values + filter.contextValues + [.integer(Int64(limit))]
      ) { row throws(SQLiteError) in try StoredRecord(row: row) }
    }
  }

  /// Returns the position behind the record of that id and time.
  ///
  /// - Returns: The position before all records of that time where the record is gone or is another user's: a
  ///   page may then show a record again, but leaves none out.
  package func position(
    behind id: RecordID, at milliseconds: Int64
  ) throws(LedgerError) -> RecordPosition {
    try readingRows { store throws(SQLiteError) in
      let filter = try ResolvedFilter.resolve(.none, in: store)
      let row = try filter.flatMap { filter throws(SQLiteError) in
        try store.connection.first(
          "SELECT r.id FROM record r CROSS JOIN context c ON c.id = r.context WHERE r.public_id = ?\(filter.contextSQL)",
          binding: [.blob(id.bytes)] + filter.contextValues
        ) { row throws(SQLiteError) in try row.integer(0) }
      }
      return RecordPosition(milliseconds: milliseconds, row: row ?? .max)
    }
  }

  /// Returns the keys under which each of the records is known.
  package func keys(of records: [StoredRecord]) throws(LedgerError) -> [[RecordKey]] {
    try reading { store throws(SQLiteError) in
      var keys: [[RecordKey]] = []
      for record in records { keys.append(try store.keys(of: .record(record.row))) }
      return keys
    }
  }
}

extension LedgerStore {
  /// Returns the keys that lead to a record, archived or not.
  func keys(of record: KeyedRecord) throws(SQLiteError) -> [RecordKey] {
    try connection.all(
      """
      SELECT n.value, k.key, k.part FROM record_key k JOIN text n ON n.id = k.namespace
      WHERE k.record = ? ORDER BY n.value, k.key, k.part
      """, record.value
    ) { row throws(SQLiteError) in
      RecordKey(namespace: try row.text(0), id: try row.text(1), part: try row.integer(2))
    }
  }
}
