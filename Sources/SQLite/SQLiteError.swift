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
