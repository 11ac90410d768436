extension Migration {
  /// How far the logs of other programs are read, and what vendors say of their allowances.
  ///
  /// `log_file.modified` is in nanoseconds since 1970, `read_to` an offset in bytes, `tail` the bytes before it,
  /// `memory` JSON, and `skipped` an object of counts by the reason for which something was left out.
  static let logs = Migration(version: 15, name: "logs of other programs") {
    """
    CREATE TABLE log_file (
      source TEXT NOT NULL,
      path TEXT NOT NULL,
      device INTEGER NOT NULL,
      inode INTEGER NOT NULL,
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,
      read_to INTEGER NOT NULL,
      tail BLOB NOT NULL,
      memory TEXT NOT NULL,
      calls INTEGER NOT NULL,
      skipped TEXT NOT NULL,
      read_at INTEGER NOT NULL,
      fault TEXT,
      PRIMARY KEY (source, path)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE vendor_window (
      source TEXT NOT NULL,
      name TEXT NOT NULL,
      minutes INTEGER,
      used_basis_points INTEGER NOT NULL,
      resets_at INTEGER,
      plan TEXT,
      observed_at INTEGER NOT NULL,
      PRIMARY KEY (source, name)
    ) STRICT, WITHOUT ROWID;
    """
  }
}
