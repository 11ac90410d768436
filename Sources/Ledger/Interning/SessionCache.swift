import SQLite

/// What tells one session from another: the interned texts of its name and its user.
struct SessionKey: Hashable {
  var name: TextID
  var userID: TextID
}

/// The rows of sessions, as far as this process has met them.
struct SessionCache {
  private var rows: [SessionKey: SessionID] = [:]
  /// How many sessions are kept before the cache starts over.
  private static let capacity = 10_000

  /// Returns the row of the session, adding it to the table if it is new.
  mutating func row(of key: SessionKey, in connection: Connection) throws(SQLiteError) -> SessionID {
    if let known = rows[key] { return known }
    let row: SessionID
    if let found = try find(key, in: connection) { row = found } else { row = try add(key, to: connection) }
    if rows.count >= Self.capacity { rows = [:] }
    rows[key] = row
    return row
  }

  private func find(_ key: SessionKey, in connection: Connection) throws(SQLiteError) -> SessionID? {
    try connection.firstID(
      "SELECT id FROM session WHERE name = ? AND user_id = ?", key.name.value, key.userID.value)
  }

  private func add(_ key: SessionKey, to connection: Connection) throws(SQLiteError) -> SessionID {
    try connection.run(
      "INSERT INTO session (user_id, name) VALUES (?, ?)", key.userID.value, key.name.value)
    return connection.lastInserted()
  }
}
