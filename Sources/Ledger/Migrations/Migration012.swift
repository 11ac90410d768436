extension Migration {
  /// Settings of the ledger, which all processes that use it share.
  ///
  /// Rows are added and never changed: the last one of a name holds. What decided the prices of records until now is
  /// taken over from them.
  static let settings = Migration(version: 12, name: "settings of the ledger") {
    """
    CREATE TABLE setting (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      origin TEXT NOT NULL,
      set_at INTEGER NOT NULL,
      set_by TEXT NOT NULL
    ) STRICT;

    INSERT INTO setting (name, value, origin, set_at, set_by)
    SELECT 'fallback_model', x.value, 'records', 0, '' FROM context c CROSS JOIN text x ON x.id = c.priced_as
    WHERE c.cost_kind = 2 AND x.value <> '' ORDER BY c.id DESC LIMIT 1;
    """
  }
}
