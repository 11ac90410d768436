internal import CSQLite

/// What a statement calls by a name.
private final class ScalarFunction {
  let body: ([SQLValue]) -> Int64

  init(_ body: @escaping ([SQLValue]) -> Int64) { self.body = body }
}

extension Connection {
  /// Lets statements of this connection call `body` by a name: integers and texts in, an integer out.
  ///
  /// Schemas may not: another program that opens the file knows nothing of it.
  ///
  /// - Parameter body: Answers the same values in the same way each time; other kinds of values arrive as null.
  package func define(
    _ name: String, arguments: Int32, _ body: @escaping ([SQLValue]) -> Int64
  ) throws(SQLiteError) {
    let code = sqlite3_create_function_v2(
      handle, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
      Unmanaged.passRetained(ScalarFunction(body)).toOpaque(),
      { context, count, values in
        guard let own = sqlite3_user_data(context) else { return }
        let values = UnsafeBufferPointer(start: values, count: Int(count)).map(SQLValue.init(of:))
        sqlite3_result_int64(context, Unmanaged<ScalarFunction>.fromOpaque(own).takeUnretainedValue().body(values))
      }, nil, nil,
      // Called by SQLite with the connection's end, and where this fails.
      { own in own.map { Unmanaged<ScalarFunction>.fromOpaque($0).release() } })
    if code != SQLITE_OK { throw error(code) }
  }
}

extension SQLValue {
  /// Reads an argument of a function.
  fileprivate init(of value: OpaquePointer?) {
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
    case SQLITE_TEXT:
      let start = sqlite3_value_text(value)
      let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
      self = .text(String(decoding: bytes, as: UTF8.self))
    default: self = .null
    }
  }
}
