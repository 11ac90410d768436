extension Migration {
  /// Settings of the ledger, which all processes that use it share.
  ///
  /// Rows are added and never changed: the last one of a name holds. What decided the prices of records until now is
  /// taken over from them: the newest price row names provider and model. A context, all that is left where records
  /// were archived, has the model alone.
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
    SELECT 'fallback_model', name, 'records', 0, '' FROM (
      SELECT 1 AS rank, r.id, substr(x.value, 1, instr(x.value || ' ', ' ') - 1) AS name
      FROM record r CROSS JOIN text x ON x.id = r.price_row
      WHERE r.context IN (SELECT id FROM context WHERE cost_kind = 2)
      UNION ALL
      SELECT 2, c.id, x.value FROM context c CROSS JOIN text x ON x.id = c.priced_as WHERE c.cost_kind = 2
    ) WHERE name <> '' ORDER BY rank, id DESC LIMIT 1;
    """
  }
}
