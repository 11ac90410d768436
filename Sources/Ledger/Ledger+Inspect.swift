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
  /// Returns what the file holds.
  package func inspect() throws(LedgerError) -> LedgerInspection {
    let bytes = LedgerFolder.size(of: folder.database) + LedgerFolder.size(of: folder.writeAheadLog)
    return try reading { store throws(SQLiteError) in
      LedgerInspection(
        format: try store.connection.firstInteger("PRAGMA user_version") ?? 0,
        records: try store.connection.firstInteger("SELECT coalesce(sum(requests), 0) FROM day_total") ?? 0,
        bytes: bytes)
    }
  }
}
