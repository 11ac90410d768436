internal import CSQLite

/// A compiled statement of one connection, which outlives it.
final class Statement {
  /// The handle, valid until this object goes.
  let handle: OpaquePointer
  /// The text that it was compiled from.
  let sql: String
  /// When the cache last gave it out, by the number of uses.
  var lastUse: UInt64 = 0
  private let path: String
  private var isRunning = false
  private var hasLongValue = false
  private let parameterCount: Int
  /// The bytes of a text or blob above which its copy is not kept after a run.
  private static let longValue = 1_024

  /// Compiles `sql`, which holds exactly one statement, for many runs.
  init(sql: String, connection: OpaquePointer, path: String) throws(SQLiteError) {
    var compiled: OpaquePointer?
    var text = sql
    let (code, isWhole) = text.withUTF8 { bytes in
      Statement.compile(bytes, connection: connection, into: &compiled)
    }
    guard code == SQLITE_OK else {
      throw SQLiteError(lastOf: connection, code: code, sql: sql, path: path)
    }
    guard let compiled, isWhole else {
      sqlite3_finalize(compiled)
      throw SQLiteError(code: .misuse, message: "expected exactly one statement", sql: sql, path: path)
    }
    self.handle = compiled
    parameterCount = Int(sqlite3_bind_parameter_count(compiled))
    self.sql = sql
    self.path = path
  }

  deinit { sqlite3_finalize(handle) }

  /// Binds `values`, hands every row to `row` until it answers `.stop`, and leaves the statement reset.
  ///
  /// - Throws: The first error: of binding, stepping, `row`, or, with a writing statement that stopped
  ///   early, of the commit that the reset makes.
  func run(
    _ values: [SQLValue], row: (borrowing Row) throws(SQLiteError) -> Progress
  ) throws(SQLiteError) {
    try run(
      binding: { (parameters) throws(SQLiteError) in
        for value in values { try parameters.add(value) }
      }, row: row)
  }

  /// Has the parameters bound, hands every row to `row` until it answers `.stop`, and leaves the statement reset.
  ///
  /// - Throws: As ``run(_:row:)``.
  func run(
    binding bind: (inout Parameters) throws(SQLiteError) -> Void,
    row: (borrowing Row) throws(SQLiteError) -> Progress
  ) throws(SQLiteError) {
    precondition(!isRunning, "a statement was started again before its rows were read: \(sql)")
    isRunning = true
    defer {
      sqlite3_reset(handle)
      // All parameters are bound for each run; here only the memory of what was long is given back.
      if hasLongValue { forgetValues() }
      isRunning = false
    }
    try self.bind(bind)
    while try step() {
      if case .stop = try row(Row(statement: self)) { break }
    }
    let code = sqlite3_reset(handle)
    if code != SQLITE_OK { throw error(code) }
  }

  /// Whether the rows that follow are wanted.
  enum Progress {
    /// The next row is wanted.
    case `continue`
    /// No further row is wanted.
    case stop
  }

  /// Returns the connection's last error as one of this statement.
  func error(_ code: Int32) -> SQLiteError {
    SQLiteError(lastOf: sqlite3_db_handle(handle), code: code, sql: sql, path: path)
  }

  /// Returns an error of this statement that SQLite did not report itself.
  func error(_ code: SQLiteCode, _ message: String) -> SQLiteError {
    SQLiteError(code: code, message: message, sql: sql, path: path)
  }

  private func forgetValues() {
    sqlite3_clear_bindings(handle)
    hasLongValue = false
  }

  private func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw error(code)
    }
  }

  private func bind(_ bind: (inout Parameters) throws(SQLiteError) -> Void) throws(SQLiteError) {
    var parameters = Parameters(self)
    try bind(&parameters)
    // Fewer would leave the values of an earlier run to the rest.
    guard parameters.count == parameterCount else {
      throw error(.range, "\(parameters.count) values for \(parameterCount) parameters")
    }
  }

  /// Binds a value to the parameter of that number, the first being 1.
  func bind(_ value: SQLValue, at index: Int32) -> Int32 {
    switch value {
    case .null:
      return sqlite3_bind_null(handle, index)
    case .integer(let integer):
      return sqlite3_bind_int64(handle, index, integer)
    case .text(var text):
      return text.withUTF8 { bytes in
        if bytes.count > Self.longValue { hasLongValue = true }
        return bytes.withMemoryRebound(to: CChar.self) { characters in
          // Empty text has no address, and text without an address would be bound as null.
          guard let start = characters.baseAddress else { return csqlite_bind_text(handle, index, "", 0) }
          return csqlite_bind_text(handle, index, start, UInt64(characters.count))
        }
      }
    case .blob(let bytes):
      if bytes.count > Self.longValue { hasLongValue = true }
      return bytes.withUnsafeBytes { csqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count)) }
    }
  }

  /// Compiles the first statement of `text` and tells whether nothing but blanks follows it.
  private static func compile(
    _ text: UnsafeBufferPointer<UInt8>, connection: OpaquePointer, into compiled: inout OpaquePointer?
  ) -> (code: Int32, isWhole: Bool) {
    text.withMemoryRebound(to: CChar.self) { characters in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v3(
        connection, characters.baseAddress, Int32(characters.count), UInt32(SQLITE_PREPARE_PERSISTENT),
        &compiled, &tail)
      guard let tail, let start = characters.baseAddress else { return (code, true) }
      let rest = characters[(tail - start)...]
      return (code, rest.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D || $0 == 0x3B })
    }
  }
}
