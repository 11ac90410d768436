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
      try store.refuseDamage()
      return LedgerInspection(
        format: try store.connection.firstInteger("PRAGMA user_version") ?? 0,
        records: try store.connection.firstInteger("SELECT coalesce(sum(requests), 0) FROM day_total") ?? 0,
        bytes: bytes)
    }
  }
}

extension LedgerStore {
  fileprivate func refuseDamage() throws(SQLiteError) {
    let finding = try connection.firstText("PRAGMA quick_check(1)")
    if let finding, finding != "ok" { throw SQLiteError(code: .corrupt, message: finding, path: connection.path) }
    let orphan = try connection.first("PRAGMA foreign_key_check") { row throws(SQLiteError) in
      "table \(try row.text(0)): row \(try row.optionalInteger(1) ?? 0) names a row of \(try row.text(2)) that is missing"
    }
    if let orphan { throw SQLiteError(code: .corrupt, message: orphan, path: connection.path) }
  }
}
