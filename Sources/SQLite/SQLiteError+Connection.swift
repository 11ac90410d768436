internal import CSQLite
internal import Posix

extension SQLiteError {
  /// Creates the error that the last call on `connection` left behind.
  ///
  /// - Parameter code: The code that the call returned, used where there is no connection to ask.
  init(lastOf connection: OpaquePointer?, code: Int32, sql: String? = nil, path: String?) {
    let current = SystemError.last.number
    let words = connection.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
    var system = connection.map { sqlite3_system_errno($0) } ?? 0
    // A function that returns a plain code still leaves the detailed one with the connection.
    let detailed = connection.map { sqlite3_extended_errcode($0) } ?? code
    let fits = detailed & 0xFF == code & 0xFF
    // A failed COMMIT leaves it out (3.40), and the thread's own is still that of the write.
    if system == 0, case .ioError = SQLiteCode(rawValue: code).primary { system = current }
    let hasSystemError: Bool
    switch SQLiteCode(rawValue: code).primary {
    case .cantOpen, .ioError, .full, .readOnly: hasSystemError = system != 0
    default: hasSystemError = false
    }
    self.init(
      code: SQLiteCode(rawValue: fits ? detailed : code),
      message: words.map { String(cString: $0) } ?? "",
      sql: sql, path: path, systemError: hasSystemError ? system : nil)
  }
}
