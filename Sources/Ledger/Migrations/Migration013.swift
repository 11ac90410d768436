extension Migration {
  /// Repairs of the ledger's time, and what the records that they moved were before.
  static let clockRepairs = Migration(version: 13, name: "repairs of the clock") {
    """
    CREATE TABLE clock_repair (
      id INTEGER PRIMARY KEY,
      entered_at INTEGER NOT NULL,
      entered_by TEXT NOT NULL,
      reason TEXT NOT NULL,
      before INTEGER NOT NULL,
      entered_ahead INTEGER NOT NULL,
      dated_ahead INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE clock_repaired_record (
      repair INTEGER NOT NULL REFERENCES clock_repair,
      public_id BLOB NOT NULL,
      recorded_at INTEGER NOT NULL,
      timestamp INTEGER NOT NULL,
      PRIMARY KEY (repair, public_id)
    ) STRICT, WITHOUT ROWID;
    """
  }
}
