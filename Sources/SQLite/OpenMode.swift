internal import CSQLite

/// What a connection may do with its file.
package enum OpenMode: Sendable, Hashable {
  /// Reads and writes, and creates the file, readable by its owner alone, where there is none.
  case readWriteCreate
  /// Reads and writes a file that is there.
  case readWrite
  /// Reads a file that is there.
  case readOnly

  /// The flags of `sqlite3_open_v2`.
  ///
  /// A connection is confined to one thread, so its mutexes would be taken for nothing.
  var flags: Int32 {
    switch self {
    case .readWriteCreate: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    }
  }
}
