internal import CSQLite

/// A result code of SQLite, primary or extended.
///
/// - Source: https://sqlite.org/rescode.html
package struct SQLiteCode: RawRepresentable, Sendable, Hashable {
  /// The number that SQLite gives: the primary code in the low byte, the detail above it.
  package let rawValue: Int32

  /// Creates the code with that number.
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// The kind of failure without its detail.
  package var primary: SQLiteCode { SQLiteCode(rawValue: rawValue & 0xFF) }

  /// Returns whether `code` is `pattern` or, where `pattern` is a primary code, one of its details.
  package static func ~= (pattern: SQLiteCode, code: SQLiteCode) -> Bool {
    code == pattern || code.primary == pattern
  }
}

extension SQLiteCode {
  /// The SQL itself is wrong, or names what is not there.
  package static let error = SQLiteCode(rawValue: SQLITE_ERROR)
  /// Another connection holds a lock for longer than the busy timeout.
  package static let busy = SQLiteCode(rawValue: SQLITE_BUSY)
  /// A read transaction cannot become a writing one: the file has changed since it began.
  package static let busySnapshot = SQLiteCode(rawValue: SQLITE_BUSY | (2 << 8))
  /// A lock within this same process is in the way.
  package static let locked = SQLiteCode(rawValue: SQLITE_LOCKED)
  /// Memory could not be had.
  package static let noMemory = SQLiteCode(rawValue: SQLITE_NOMEM)
  /// The file or the connection may only be read.
  package static let readOnly = SQLiteCode(rawValue: SQLITE_READONLY)
  /// The operating system reported an error while reading or writing.
  package static let ioError = SQLiteCode(rawValue: SQLITE_IOERR)
  /// The index of the write-ahead log could not be made larger.
  package static let ioErrorIndexSize = SQLiteCode(rawValue: SQLITE_IOERR | (19 << 8))
  /// The file's structure is damaged.
  package static let corrupt = SQLiteCode(rawValue: SQLITE_CORRUPT)
  /// The disk or the database is full.
  package static let full = SQLiteCode(rawValue: SQLITE_FULL)
  /// The file cannot be opened.
  package static let cantOpen = SQLiteCode(rawValue: SQLITE_CANTOPEN)
  /// The schema changed again and again while a statement was being prepared.
  package static let schema = SQLiteCode(rawValue: SQLITE_SCHEMA)
  /// A text or blob is larger than SQLite takes.
  package static let tooBig = SQLiteCode(rawValue: SQLITE_TOOBIG)
  /// A constraint of the schema was broken.
  package static let constraint = SQLiteCode(rawValue: SQLITE_CONSTRAINT)
  /// A CHECK constraint was broken.
  package static let constraintCheck = SQLiteCode(rawValue: SQLITE_CONSTRAINT | (1 << 8))
  /// A foreign key has no row to point at.
  package static let constraintForeignKey = SQLiteCode(rawValue: SQLITE_CONSTRAINT | (3 << 8))
  /// A NOT NULL column was given null.
  package static let constraintNotNull = SQLiteCode(rawValue: SQLITE_CONSTRAINT | (5 << 8))
  /// A primary key is there already.
  package static let constraintPrimaryKey = SQLiteCode(rawValue: SQLITE_CONSTRAINT | (6 << 8))
  /// A unique value is there already.
  package static let constraintUnique = SQLiteCode(rawValue: SQLITE_CONSTRAINT | (8 << 8))
  /// A row id is there already.
  package static let constraintRowID = SQLiteCode(rawValue: SQLITE_CONSTRAINT | (10 << 8))
  /// A column of a STRICT table was given another type.
  package static let constraintDataType = SQLiteCode(rawValue: SQLITE_CONSTRAINT | (12 << 8))
  /// A value has another type than the one asked for.
  package static let mismatch = SQLiteCode(rawValue: SQLITE_MISMATCH)
  /// SQLite was called in a way that it does not allow.
  package static let misuse = SQLiteCode(rawValue: SQLITE_MISUSE)
  /// A parameter has no such number.
  package static let range = SQLiteCode(rawValue: SQLITE_RANGE)
  /// The file is not an SQLite database, or is encrypted.
  package static let notADatabase = SQLiteCode(rawValue: SQLITE_NOTADB)
}
