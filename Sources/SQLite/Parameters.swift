internal import CSQLite

/// The parameters of a statement, bound one after the other without a list of values in between.
///
/// For the few statements that run for each record.
package struct Parameters: ~Copyable {
  private let statement: Statement
  /// How many have been bound.
  private(set) var count: Int32 = 0

  init(_ statement: Statement) { self.statement = statement }

  /// Binds a number to the next parameter.
  package mutating func add(_ integer: Int64) throws(SQLiteError) {
    count += 1
    try check(sqlite3_bind_int64(statement.handle, count, integer))
  }

  /// Binds a number, or null where there is none.
  package mutating func add(_ integer: Int64?) throws(SQLiteError) {
    if let integer { try add(integer) } else { try addNull() }
  }

  /// Binds a text, or null where there is none.
  package mutating func add(_ text: String?) throws(SQLiteError) {
    guard let text else { return try addNull() }
    count += 1
    try check(statement.bind(.text(text), at: count))
  }

  /// Binds sixteen bytes: those of two numbers, the largest digits first.
  package mutating func add(bytesOf words: (UInt64, UInt64)) throws(SQLiteError) {
    count += 1
    let (handle, index) = (statement.handle, count)
    let code = withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian)) { bytes in
      csqlite_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
    }
    try check(code)
  }

  /// Binds a value of any kind.
  mutating func add(_ value: SQLValue) throws(SQLiteError) {
    count += 1
    try check(statement.bind(value, at: count))
  }

  private mutating func addNull() throws(SQLiteError) {
    count += 1
    try check(sqlite3_bind_null(statement.handle, count))
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    // One too many is reported when all have come.
    if code != SQLITE_OK, code != SQLITE_RANGE { throw statement.error(code) }
  }
}
