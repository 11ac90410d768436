extension Migration {
  /// What has been told of each limit's window, so that it is told once.
  static let limitMarks = Migration(version: 4, name: "what was told of limits") {
    """
    CREATE TABLE limit_mark (
      kind INTEGER NOT NULL,
      limit_id TEXT NOT NULL,
      window INTEGER NOT NULL,
      step INTEGER NOT NULL,
      seen_at INTEGER NOT NULL,
      PRIMARY KEY (kind, limit_id)
    ) STRICT, WITHOUT ROWID;
    """
  }
}
