import SQLite

extension Ledger {
  /// A number that changes with every commit that touches the usage of ``onlyUser``; 0 in a ledger of all users.
  package func changesOfOnlyUser() throws(LedgerError) -> Int64 {
    guard let onlyUser else { return 0 }
    return try readingRow { store throws(SQLiteError) in
      guard let user = try store.textID(of: onlyUser) else { return 0 }
      return try store.connection.firstInteger(
        "SELECT changes FROM user_change WHERE user_id = ?", user.value) ?? 0
    }
  }
}

extension LedgerStore {
  /// Counts one change for each user whose totals the transaction has touched, once for all of them at its end.
  func countChanges() throws(SQLiteError) {
    var users: Set<TextID> = []
    for context in transaction.touchedContexts {
      let user: TextID? = try connection.firstID("SELECT user_id FROM context WHERE id = ?", context.value)
      if let user { users.insert(user) }
    }
    for user in users {
      try connection.run(
        "INSERT INTO user_change (user_id, changes) VALUES (?, 1) ON CONFLICT DO UPDATE SET changes = changes + 1",
        user.value)
    }
    transaction.touchedContexts = []
  }
}
