extension Migration {
  /// Prepaid money of users: an account each, and the entries that it is the sum of.
  ///
  /// Entries without a day are money put in or taken out and never change; one with a day gathers what the records
  /// entered on that UTC day have drawn, corrections of older records included.
  static let balances = Migration(version: 8, name: "balances") {
    """
    CREATE TABLE balance_account (
      user_id INTEGER PRIMARY KEY REFERENCES text,
      opened_at INTEGER NOT NULL,
      dollars INTEGER NOT NULL,
      picodollars INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE balance_entry (
      id INTEGER PRIMARY KEY,
      user_id INTEGER NOT NULL REFERENCES balance_account,
      entered_at INTEGER NOT NULL,
      day INTEGER,
      dollars INTEGER NOT NULL,
      picodollars INTEGER NOT NULL,
      note TEXT NOT NULL
    ) STRICT;
    CREATE INDEX balance_entry_by_user ON balance_entry (user_id);
    CREATE UNIQUE INDEX balance_usage ON balance_entry (user_id, day) WHERE day IS NOT NULL;
    """
  }
}
