import SQLite

/// What tells one session from another: the interned texts of its name and its user.
struct SessionKey: Hashable {
  var name: Int64
  var userID: Int64
}

/// The rows of sessions, as far as this process has met them.
struct SessionCache {
  private var rows: [SessionKey: Int64] = [:]
  /// How many sessions are kept before the cache starts anew.
  private static let capacity = 10_000

  /// Returns the row of the session, adding it to the table if it is new.
  mutating func row(of key: SessionKey, in connection: Connection) throws(SQLiteError) -> Int64 {
    if let known = rows[key] { return known }
    var row = try find(key, in: connection) ?? 0
    if row == 0 { row = try add(key, to: connection) }
    if rows.count >= Self.capacity { rows = [:] }
    rows[key] = row
    return row
  }

  private func find(_ key: SessionKey, in connection: Connection) throws(SQLiteError) -> Int64? {
    try connection.firstInteger(
      "SELECT id FROM session WHERE name = ? AND user_id = ?", .integer(key.name), .integer(key.userID))
  }

  private func add(_ key: SessionKey, to connection: Connection) throws(SQLiteError) -> Int64 {
    try connection.run(
      "INSERT INTO session (user_id, name) VALUES (?, ?)", .integer(key.userID), .integer(key.name))
    return connection.lastInsertRowID
  }
}
