extension Migration {
  /// What records leave behind that have moved to files of the archive.
  ///
  /// A key of such a record names its row of `archived_record` as a number below zero. `archived_total` holds
  /// sums by quarter hour, context and session (0 for none), `archive_file` how many bytes of a month's file are
  /// certain; what stands behind them was written by a process that ended before its commit.
  static let archive = Migration(version: 9, name: "archive of records") {
    """
    CREATE TABLE archived_record (
      id INTEGER PRIMARY KEY,
      public_id BLOB NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE archived_total (
      session INTEGER NOT NULL,
      context INTEGER NOT NULL,
      quarter INTEGER NOT NULL,
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      input INTEGER NOT NULL,
      output INTEGER NOT NULL,
      cache_read INTEGER NOT NULL,
      cache_write INTEGER NOT NULL,
      cache_write_1h INTEGER NOT NULL,
      reasoning INTEGER NOT NULL,
      dollars INTEGER NOT NULL,
      picodollars INTEGER NOT NULL,
      PRIMARY KEY (session, context, quarter)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX archived_total_by_quarter ON archived_total (quarter);

    CREATE TABLE archive_file (
      month TEXT PRIMARY KEY,
      part INTEGER NOT NULL,
      bytes INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
  }
}
