extension Migration {
  /// Messages to the outside, which wait in the ledger's own transactions until they are delivered.
  ///
  /// A message with a `next_attempt_at` waits; one without was delivered or given up.
  static let outbox = Migration(version: 6, name: "messages to be delivered") {
    """
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY,
      created_at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      key TEXT NOT NULL UNIQUE,
      payload TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER,
      delivered_at INTEGER,
      given_up_at INTEGER,
      failure TEXT
    ) STRICT;
    CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
    """
  }
}
