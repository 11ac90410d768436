extension Migration {
  /// The ledger's first format.
  ///
  /// Texts are interned in `text`, where 1 is the empty text. Token columns of `record` are disjoint and
  /// named after the catalog's meters; other units stand in `units` as JSON in the meters' own scale. Totals
  /// hold tokens as answers show them (input with the cache, output with reasoning) and money as whole
  /// dollars and picodollars below one dollar.
  static let first = Migration(version: 1, name: "records, roll-ups and counters") {
    """
    CREATE TABLE text (
      id INTEGER PRIMARY KEY,
      value TEXT NOT NULL UNIQUE
    ) STRICT;
    INSERT INTO text (id, value) VALUES (1, '');

    CREATE TABLE context (
      id INTEGER PRIMARY KEY,
      user_id INTEGER NOT NULL REFERENCES text,
      project_id INTEGER NOT NULL REFERENCES text,
      agent INTEGER NOT NULL REFERENCES text,
      mode INTEGER NOT NULL REFERENCES text,
      operation INTEGER NOT NULL REFERENCES text,
      source INTEGER NOT NULL REFERENCES text,
      machine INTEGER NOT NULL REFERENCES text,
      provider INTEGER NOT NULL REFERENCES text,
      model INTEGER NOT NULL REFERENCES text,
      priced_as INTEGER NOT NULL REFERENCES text,
      service_tier INTEGER NOT NULL REFERENCES text,
      region INTEGER NOT NULL REFERENCES text,
      cost_kind INTEGER NOT NULL,
      band INTEGER NOT NULL,
      UNIQUE (user_id, project_id, agent, mode, operation, source, machine, provider, model, priced_as,
        service_tier, region, cost_kind, band)
    ) STRICT;

    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      user_id INTEGER NOT NULL REFERENCES text,
      name INTEGER NOT NULL REFERENCES text,
      ended_at INTEGER,
      UNIQUE (name, user_id)
    ) STRICT;

    CREATE TABLE record (
      id INTEGER PRIMARY KEY,
      public_id BLOB NOT NULL UNIQUE,
      timestamp INTEGER NOT NULL,
      recorded_at INTEGER NOT NULL,
      context INTEGER NOT NULL REFERENCES context,
      session INTEGER REFERENCES session,
      status INTEGER NOT NULL,
      input INTEGER NOT NULL,
      cache_read INTEGER NOT NULL,
      cache_write INTEGER NOT NULL,
      cache_write_1h INTEGER NOT NULL,
      cache_write_12h INTEGER NOT NULL,
      input_audio INTEGER NOT NULL,
      cache_read_audio INTEGER NOT NULL,
      cache_write_audio INTEGER NOT NULL,
      input_image INTEGER NOT NULL,
      cache_read_image INTEGER NOT NULL,
      input_video INTEGER NOT NULL,
      output INTEGER NOT NULL,
      output_reasoning INTEGER NOT NULL,
      output_audio INTEGER NOT NULL,
      output_image INTEGER NOT NULL,
      output_video INTEGER NOT NULL,
      citation INTEGER NOT NULL,
      units TEXT,
      options TEXT,
      cost INTEGER,
      catalog_cost INTEGER,
      reported_cost INTEGER,
      price_row INTEGER NOT NULL REFERENCES text,
      duration_ms INTEGER,
      message_id TEXT,
      tool_calls TEXT,
      metadata TEXT
    ) STRICT;
    CREATE INDEX record_by_time ON record (timestamp);
    CREATE INDEX record_by_session ON record (session, timestamp) WHERE session IS NOT NULL;

    CREATE TABLE record_key (
      user_id INTEGER NOT NULL,
      namespace INTEGER NOT NULL,
      key TEXT NOT NULL,
      part INTEGER NOT NULL,
      record INTEGER NOT NULL,
      PRIMARY KEY (user_id, namespace, key, part)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX record_key_by_record ON record_key (record);

    CREATE TABLE quarter_total (
      quarter INTEGER NOT NULL,
      context INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      input INTEGER NOT NULL,
      output INTEGER NOT NULL,
      cache_read INTEGER NOT NULL,
      cache_write INTEGER NOT NULL,
      cache_write_1h INTEGER NOT NULL,
      reasoning INTEGER NOT NULL,
      dollars INTEGER NOT NULL,
      picodollars INTEGER NOT NULL,
      PRIMARY KEY (quarter, context)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE day_total (
      day INTEGER NOT NULL,
      context INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      input INTEGER NOT NULL,
      output INTEGER NOT NULL,
      cache_read INTEGER NOT NULL,
      cache_write INTEGER NOT NULL,
      cache_write_1h INTEGER NOT NULL,
      reasoning INTEGER NOT NULL,
      dollars INTEGER NOT NULL,
      picodollars INTEGER NOT NULL,
      PRIMARY KEY (day, context)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE session_total (
      session INTEGER NOT NULL,
      context INTEGER NOT NULL,
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
      PRIMARY KEY (session, context)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_total_by_time ON session_total (last, first);

    CREATE TABLE counter (
      scope INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      tokens INTEGER NOT NULL,
      dollars INTEGER NOT NULL,
      picodollars INTEGER NOT NULL,
      PRIMARY KEY (scope, seconds, slot)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ledger_time (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      newest_update INTEGER NOT NULL
    ) STRICT;
    INSERT INTO ledger_time (id, newest_update) VALUES (1, 0);
    """
  }
}
