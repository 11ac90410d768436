import Posix
import SQLite

extension LedgerFile {
  /// Opens a ledger that can only be read, or returns nil where there is none.
  ///
  /// Where its log has an index, SQLite reads both, and notices who writes. Without an index, which cannot be made, the
  /// file alone is read, if all of the log is in it.
  ///
  /// - Throws: ``LedgerError/olderFormat(path:found:known:)`` and ``LedgerError/logUnreadable(path:)``, which are to be
  ///   mended where it can be written.
  static func openForReading(_ folder: LedgerFolder) throws(LedgerError) -> LedgerStore.Files? {
    guard LedgerFolder.size(of: folder.database) > 0, !PendingRestore(folder).isThere else { return nil }
    guard !LogBond.isForeign(folder.database) else { throw .foreignLog(path: folder.database) }
    let still = StillFile(folder.database)
    return try told(folder) {
      if let log = LogFiles(folder), let connection = try connectWithLog(folder) {
        let files = LedgerStore.Files(connection: try checked(connection), log: log)
        guard !log.areGone else { throw LedgerError.logRemoved(path: folder.database) }
        return files
      }
      guard StillFile.isWhole(folder.database) else { throw LedgerError.logUnreadable(path: folder.database) }
      let connection = try checked(Connection(path: folder.database, mode: .immutable, busyTimeoutMilliseconds: 0))
      return LedgerStore.Files(connection: connection, log: nil, still: still)
    }
  }

  private static func connectWithLog(_ folder: LedgerFolder) throws(SQLiteError) -> Connection? {
    do throws(SQLiteError) {
      let connection = try Connection(
        path: folder.database, mode: .readOnly, busyTimeoutMilliseconds: Int32(Ledger.waitMilliseconds))
      _ = try connection.firstInteger("PRAGMA user_version")
      return connection
    } catch  where error.code.primary == .cantOpen {
      // One of them may not even be read.
      return nil
    }
  }

  private static func checked(_ connection: Connection) throws -> Connection {
    let found = try version(of: connection, newest: FileFormat.newest)
    guard found == FileFormat.newest else {
      throw LedgerError.olderFormat(path: connection.path, found: found, known: FileFormat.newest)
    }
    try KeyHash.define(in: connection)
    try connection.execute("PRAGMA foreign_keys = OFF; PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY")
    return connection
  }
}
