internal import CSQLite

/// The current row of a running query, which cannot outlive the step that gave it.
///
/// Columns are numbered from 0. Types are strict: nothing is converted, and a column of another type than
/// the one asked for is an error that names the column and both types.
package struct Row: ~Copyable {
  private let handle: OpaquePointer
  // Unowned, which is safe: a row is lent to a closure while its statement runs. A counted reference here
  // makes the optimizer of Swift 6.3.1 abort when it inlines the running of a statement.
  private let owner: Unmanaged<Statement>
  private var statement: Statement { owner.takeUnretainedValue() }

  /// Lends out the current row of a running statement.
  init(statement: Statement) {
    handle = statement.handle
    owner = .passUnretained(statement)
  }

  /// The number of columns.
  package var count: Int32 { sqlite3_column_count(handle) }

  /// Returns the integer in column `index`.
  package func integer(_ index: Int32) throws(SQLiteError) -> Int64 {
    // One look at the column; a connection of one thread's values need no protection.
    let value = sqlite3_column_value(handle, index)
    let type = sqlite3_value_type(value)
    guard type == SQLITE_INTEGER else { throw mismatch(expected: SQLITE_INTEGER, found: type, at: index) }
    return sqlite3_value_int64(value)
  }

  /// Returns the integer in column `index`, or nil for null.
  package func optionalInteger(_ index: Int32) throws(SQLiteError) -> Int64? {
    isNull(index) ? nil : try integer(index)
  }

  /// Returns the text in column `index`.
  package func text(_ index: Int32) throws(SQLiteError) -> String {
    try expect(SQLITE_TEXT, at: index)
    guard let start = sqlite3_column_text(handle, index) else {
      throw statement.error(.noMemory, "text of column \(index)")
    }
    let count = Int(sqlite3_column_bytes(handle, index))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Returns the text in column `index`, or nil for null.
  package func optionalText(_ index: Int32) throws(SQLiteError) -> String? {
    isNull(index) ? nil : try text(index)
  }

  /// Returns the bytes in column `index`.
  package func blob(_ index: Int32) throws(SQLiteError) -> [UInt8] {
    try expect(SQLITE_BLOB, at: index)
    let start = sqlite3_column_blob(handle, index)
    let count = Int(sqlite3_column_bytes(handle, index))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Returns the bytes in column `index`, or nil for null.
  package func optionalBlob(_ index: Int32) throws(SQLiteError) -> [UInt8]? {
    isNull(index) ? nil : try blob(index)
  }

  /// Returns the error of a value in column `index` that cannot be: the file is damaged.
  ///
  /// - Parameter complaint: What is wrong with the value, without it.
  package func damage(_ index: Int32, _ complaint: String) -> SQLiteError {
    let name = sqlite3_column_name(handle, index).map { String(cString: $0) } ?? "\(index)"
    return statement.error(.corrupt, "column \(name) \(complaint)")
  }

  /// Returns whether column `index` is null.
  package func isNull(_ index: Int32) -> Bool {
    sqlite3_column_type(handle, index) == SQLITE_NULL
  }

  private func expect(_ type: Int32, at index: Int32) throws(SQLiteError) {
    let found = sqlite3_column_type(handle, index)
    if found != type { throw mismatch(expected: type, found: found, at: index) }
  }

  private func mismatch(expected: Int32, found: Int32, at index: Int32) -> SQLiteError {
    guard index >= 0, index < count, let name = sqlite3_column_name(handle, index) else {
      return statement.error(.range, "column \(index) of \(count)")
    }
    let facts = "column \(String(cString: name)) is \(Row.name(of: found)), not \(Row.name(of: expected))"
    return statement.error(.mismatch, facts)
  }

  private static func name(of type: Int32) -> String {
    switch type {
    case SQLITE_INTEGER: "INTEGER"
    case SQLITE_FLOAT: "REAL"
    case SQLITE_TEXT: "TEXT"
    case SQLITE_BLOB: "BLOB"
    default: "NULL"
    }
  }
}
