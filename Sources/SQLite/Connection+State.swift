internal import CSQLite

extension Connection {
  /// The number of rows that the last INSERT, UPDATE or DELETE changed.
  package var changes: Int { Int(sqlite3_changes64(handle)) }

  /// The row id of the last row inserted.
  package var lastInsertRowID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Whether a transaction is open.
  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Whether the file is open for writing, too.
  package var canWrite: Bool { sqlite3_db_readonly(handle, "main") == 0 }

  /// Whether the file's path leads to nothing now, or to another file than the open one.
  package var hasMoved: Bool {
    var moved: Int32 = 0
    // A file system that cannot tell leaves the answer at no.
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
    return moved != 0
  }

  /// Whether any other connection has the file open and has read from it, in this process or another.
  ///
  /// To be asked before this connection has read anything. With a write-ahead log, who has read keeps a shared lock.
  package var isOpenElsewhere: Bool { csqlite_is_open_elsewhere(handle) == SQLITE_BUSY }

  /// The first 100 bytes of the file itself, whatever its write-ahead log holds; nil where they cannot be read.
  package var fileHeader: [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 100)
    let code = bytes.withUnsafeMutableBytes { csqlite_read_file(handle, $0.baseAddress, Int32($0.count), 0) }
    return code == SQLITE_OK ? bytes : nil
  }

  /// A number that differs from its last value when another connection has changed the file since.
  package var dataVersion: Int64 {
    get throws(SQLiteError) {
      try firstInteger("PRAGMA data_version") ?? 0
    }
  }

  /// The version of the SQLite library in use, such as `3.40.1`.
  package static var libraryVersion: String { String(cString: sqlite3_libversion()) }
}
