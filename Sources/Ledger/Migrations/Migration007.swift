extension Migration {
  /// Limits that people set, for everything or for one user, session, project, agent, model or provider.
  ///
  /// `limit_book.generation` grows with every change of limits, so that each process notices the others'.
  /// `dimension` is 0 for everything; `text` of a limit is absent where each one of the dimension has the limit
  /// by itself. `amount` counts tokens or requests, and for costs whole dollars beside `picodollars`. Counters of
  /// `seconds` 0 hold a scope's total, those below zero what a slot of that length held before a reset, whose
  /// time is then the slot.
  static let limits = Migration(version: 7, name: "limits that people set") {
    """
    CREATE TABLE limit_book (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      generation INTEGER NOT NULL
    ) STRICT;
    INSERT INTO limit_book (id, generation) VALUES (1, 0);

    CREATE TABLE limit_rule (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      origin TEXT NOT NULL,
      dimension INTEGER NOT NULL,
      text TEXT,
      metric TEXT NOT NULL,
      window TEXT NOT NULL,
      action TEXT NOT NULL,
      amount INTEGER NOT NULL,
      picodollars INTEGER NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE limit_reset (
      id INTEGER PRIMARY KEY,
      limit_name TEXT NOT NULL,
      text TEXT,
      at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE counter_scope (
      id INTEGER PRIMARY KEY,
      dimension INTEGER NOT NULL,
      text INTEGER NOT NULL REFERENCES text,
      UNIQUE (dimension, text)
    ) STRICT;

    CREATE INDEX counter_short ON counter (seconds, slot) WHERE scope > 0 AND seconds > 0 AND seconds < 900;

    INSERT INTO counter (scope, seconds, slot, requests, tokens, dollars, picodollars)
    SELECT 0, 0, 0, sum(requests), sum(tokens), sum(dollars) + sum(picodollars) / 1000000000000,
      sum(picodollars) % 1000000000000
    FROM counter WHERE scope = 0 AND seconds = 86400 HAVING count(*) > 0;
    """
  }
}
