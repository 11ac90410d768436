internal import CSQLite

/// A connection to one database file, confined to the thread that opened it.
///
/// It is deliberately not Sendable: it is opened without SQLite's mutexes. Statements are compiled
/// once and kept, up to a bound; a statement may not be started again from within the closure that reads its rows.
package final class Connection {
  /// The file, as given.
  package let path: String
  /// SQLite's own connection, open until this object goes.
  let handle: OpaquePointer
  /// What is compiled.
  private(set) var statements = StatementCache()
  /// Where SQLite's callback leaves the length of the write-ahead log; as long-lived as `handle`.
  let logPageCount: UnsafeMutablePointer<Int32>
  /// How statements wait for others' locks; SQLite's callback has it, as long as `handle` lives.
  private let patience: Patience
  /// Sets up SQLite once per process; where others have set it up already, it only stays slower.
  private static let isSetUp = csqlite_omit_memory_statistics() == SQLITE_OK

  /// Opens `path`, with foreign keys enforced, `"text"` in double quotes refused as a string, and functions
  /// that have side effects refused inside schemas.
  ///
  /// - Parameters:
  ///   - path: A file, or `:memory:`.
  ///   - busyTimeoutMilliseconds: How long a statement waits for another connection's lock.
  ///   - hasToStop: Whether the process was told to stop: then no statement waits any more.
  /// - Throws: `cantOpen`, with the system's error number. That a file is no database shows only at the
  ///   first statement, as `notADatabase`.
  package init(
    path: String, mode: OpenMode, busyTimeoutMilliseconds: Int32, hasToStop: @escaping () -> Bool = { false }
  ) throws(SQLiteError) {
    _ = Self.isSetUp
    if case .readWriteCreate = mode { try PrivateFile.createForDatabase(path) }
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(mode.name(of: path), &opened, mode.flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(lastOf: opened, code: code, path: path)
      sqlite3_close(opened)
      throw error
    }
    self.path = path
    self.handle = opened
    patience = Patience(milliseconds: Int64(busyTimeoutMilliseconds), hasToStop: hasToStop)
    logPageCount = .allocate(capacity: 1)
    logPageCount.initialize(to: 0)
    sqlite3_extended_result_codes(opened, 1)
    patience.wait(on: opened)
    try set(SQLITE_DBCONFIG_ENABLE_FKEY, to: 1)
    try set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, to: 0)
    try set(SQLITE_DBCONFIG_DQS_DML, to: 0)
    try set(SQLITE_DBCONFIG_DQS_DDL, to: 0)
  }

  deinit {
    statements = StatementCache()
    // The second version closes even where a statement should still be running.
    sqlite3_close_v2(handle)
    logPageCount.deallocate()
  }

  /// Lets statements wait for so many milliseconds for another connection's lock.
  package func wait(forLocks milliseconds: Int64) { patience.milliseconds = milliseconds }

  /// Runs the statements of `script`, one or more, and ignores their rows.
  ///
  /// - Throws: The first failure; what ran before it stays, unless a transaction is rolled back.
  package func execute(_ script: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    if code != SQLITE_OK { throw error(code, sql: script) }
  }

  /// Returns the compiled statement for `sql`, compiling it when it is new.
  func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let known = statements.statement(sql) { return known }
    let compiled = try Statement(sql: sql, connection: handle, path: path)
    statements.insert(compiled)
    return compiled
  }

  /// Switches one of SQLite's options of a connection.
  func set(_ option: Int32, to value: Int32) throws(SQLiteError) {
    let code = csqlite_set_option(handle, option, value)
    if code != SQLITE_OK { throw error(code) }
  }

  /// Returns the connection's last error.
  func error(_ code: Int32, sql: String? = nil) -> SQLiteError {
    SQLiteError(lastOf: handle, code: code, sql: sql, path: path)
  }
}
