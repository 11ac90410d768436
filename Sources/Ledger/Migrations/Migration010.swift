extension Migration {
  /// Corrections that people have entered.
  ///
  /// Rows of `adjustment` and `adjusted_figure` are added and never changed, but that `record` follows a record
  /// that becomes part of another or is archived. `correction` holds what the totals have beyond the records of
  /// that row, as the totals do; it follows from the other two.
  static let adjustments = Migration(version: 10, name: "corrections by people") {
    """
    CREATE TABLE adjustment (
      id INTEGER PRIMARY KEY,
      record INTEGER NOT NULL,
      public_id BLOB NOT NULL,
      entered_at INTEGER NOT NULL,
      entered_by TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX adjustment_by_record ON adjustment (record);

    CREATE TABLE adjusted_figure (
      adjustment INTEGER NOT NULL REFERENCES adjustment,
      figure INTEGER NOT NULL,
      before INTEGER NOT NULL,
      after INTEGER NOT NULL,
      PRIMARY KEY (adjustment, figure)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE correction (
      record INTEGER PRIMARY KEY,
      timestamp INTEGER NOT NULL,
      context INTEGER NOT NULL,
      session INTEGER,
      requests INTEGER NOT NULL,
      input INTEGER NOT NULL,
      output INTEGER NOT NULL,
      cache_read INTEGER NOT NULL,
      cache_write INTEGER NOT NULL,
      cache_write_1h INTEGER NOT NULL,
      reasoning INTEGER NOT NULL,
      dollars INTEGER NOT NULL,
      picodollars INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX correction_by_time ON correction (timestamp);
    CREATE INDEX correction_by_session ON correction (session, timestamp) WHERE session IS NOT NULL;
    """
  }
}
