import SQLite

/// What a ledger's file holds, for people.
package struct LedgerInspection: Sendable, Hashable {
  /// The number of its format.
  package var format: Int64
  /// How many records it holds.
  package var records: Int64
  /// Its size in bytes, the write-ahead log included.
  package var bytes: Int64
}

extension Ledger {
  /// Returns what the file holds, once all of it was looked through; takes seconds for a file of gigabytes.
  ///
  /// - Throws: ``LedgerError/damaged(path:message:)`` where its structure is damaged or a row names one that is not
  ///   there.
  package func inspect() throws(LedgerError) -> LedgerInspection {
    let bytes = LedgerFolder.size(of: folder.database) + LedgerFolder.size(of: folder.writeAheadLog)
    return try reading { store throws(SQLiteError) in
      try LedgerInspection(of: store.connection, check: "quick_check", bytes: bytes)
    }
  }
}

extension LedgerInspection {
  /// Looks through a file.
  ///
  /// - Parameter check: `quick_check`, or `integrity_check`, which compares indexes with their tables too.
  /// - Throws: ``SQLiteError`` where it is damaged.
  init(of connection: Connection, check: String, bytes: Int64) throws(SQLiteError) {
    let finding = try connection.firstText("PRAGMA \(check)(1)")
    if let finding, finding != "ok" { throw SQLiteError(code: .corrupt, message: finding, path: connection.path) }
    let orphan = try connection.first("PRAGMA foreign_key_check") { row throws(SQLiteError) in
      "table \(try row.text(0)): row \(try row.optionalInteger(1) ?? 0) names a row of \(try row.text(2)) that is missing"
    }
    if let orphan { throw SQLiteError(code: .corrupt, message: orphan, path: connection.path) }
    format = try connection.firstInteger("PRAGMA user_version") ?? 0
    records = try connection.firstInteger("SELECT coalesce(sum(requests), 0) FROM day_total") ?? 0
    self.bytes = bytes
  }
}
