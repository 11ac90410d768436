import SQLite

/// The database in which newer versions of Copilot CLI note each call.
enum CopilotStore {
  /// The name of its file.
  static let name = "session-store.db"

  /// Returns whether the database in a folder holds calls of a session.
  ///
  /// One that others write to just now may hold them: what it holds is read sooner or later, and what is counted twice
  /// stays. One that is not there, or is of an older version, holds none.
  static func holds(_ session: String, in folder: String) -> Bool {
    do throws(SQLiteError) {
      let database = try Connection(path: "\(folder)/\(name)", mode: .readOnly, busyTimeoutMilliseconds: 250)
      return try holds(session, in: database)
    } catch {
      switch error.code {
      case .busy, .locked: return true
      default: return false
      }
    }
  }

  private static func holds(_ session: String, in database: Connection) throws(SQLiteError) -> Bool {
    try database.firstInteger(
      """
      SELECT 1 FROM assistant_usage_events
      WHERE session_id = ? AND (CAST(input_tokens AS INTEGER) > 0 OR CAST(output_tokens AS INTEGER) > 0) LIMIT 1
      """, .text(session)) != nil
  }

  /// Returns the names of a table's columns; none where there is no such table.
  static func columns(of table: String, in database: Connection) throws(SQLiteError) -> Set<String> {
    Set(
      try database.all("SELECT name FROM pragma_table_info(?)", .text(table)) {
        (row) throws(SQLiteError) in try row.text(0)
      })
  }
}
