import Posix

/// A failed call of SQLite, as facts; bound values are never among them.
package struct SQLiteError: Error, Hashable {
  /// The extended result code.
  package let code: SQLiteCode
  /// SQLite's own words, copied when the call failed.
  package let message: String
  /// The statement that failed, with its parameters as written.
  package let sql: String?
  /// The database file.
  package let path: String?
  /// The operating system's `errno` behind a failure to open, read or write.
  package let systemError: Int32?

  /// Creates an error from its facts.
  package init(
    code: SQLiteCode, message: String, sql: String? = nil, path: String? = nil, systemError: Int32? = nil
  ) {
    self.code = code
    self.message = message
    self.sql = sql
    self.path = path
    self.systemError = systemError
  }
}

extension SQLiteError {
  /// True when the file holds what SQLite or this program cannot have written.
  package var isDamage: Bool {
    switch code {
    case .corrupt, .mismatch: true
    // Sums of what this program counts stay within 64 bits.
    case .error: message == "integer overflow"
    default: false
    }
  }

  /// The first table that the statement names; nil where there is none.
  package var table: String? {
    guard let start = sql?.ranges(of: "FROM ").lazy.map(\.upperBound).first(where: { sql?[$0] != "(" }) else {
      return nil
    }
    return sql.map { String($0[start...].prefix { $0.isLetter || $0 == "_" }) }
  }

  /// True when a file could not grow: the disk, the user's share of it, or the process's own limit is used up.
  package var isForLackOfSpace: Bool {
    // SQLite calls only ENOSPC of a plain write "full"; of the log's index it says no more than this code.
    switch code {
    case .full, .ioErrorIndexSize: true
    case .ioError: SystemError(systemError ?? 0).isForLackOfSpace
    default: false
    }
  }
}
