extension Migration {
  /// Planned calls whose tokens and cost are held.
  static let reservations = Migration(version: 2, name: "reservations") {
    """
    CREATE TABLE reservation (
      id INTEGER PRIMARY KEY,
      public_id BLOB NOT NULL UNIQUE,
      expires_at INTEGER NOT NULL,
      user_id INTEGER NOT NULL REFERENCES text,
      session_id INTEGER NOT NULL REFERENCES text,
      project_id INTEGER NOT NULL REFERENCES text,
      agent INTEGER NOT NULL REFERENCES text,
      model INTEGER NOT NULL REFERENCES text,
      provider INTEGER NOT NULL REFERENCES text,
      tokens INTEGER NOT NULL,
      dollars INTEGER NOT NULL,
      picodollars INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX reservation_by_expiry ON reservation (expires_at);
    """
  }
}
