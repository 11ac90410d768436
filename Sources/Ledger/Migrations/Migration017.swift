extension Migration {
  /// Keys of records lie with the record, and are found by a number, so that each text is kept once.
  ///
  /// `hash` is what `key_hash` returns. `number` tells keys of one record apart whose numbers are the same.
  static let keyHashes = Migration(version: 17, name: "keys that are found by a number") {
    """
    ALTER TABLE record_key RENAME TO former_record_key;

    CREATE TABLE record_key (
      record INTEGER NOT NULL,
      hash INTEGER NOT NULL,
      number INTEGER NOT NULL,
      user_id INTEGER NOT NULL,
      namespace INTEGER NOT NULL,
      key TEXT NOT NULL,
      part INTEGER NOT NULL,
      PRIMARY KEY (record, hash, number)
    ) STRICT, WITHOUT ROWID;

    INSERT INTO record_key (record, hash, number, user_id, namespace, key, part)
    SELECT record, hash, row_number() OVER (PARTITION BY record, hash) - 1, user_id, namespace, key, part
    FROM (SELECT *, key_hash(user_id, namespace, key, part) AS hash FROM former_record_key);

    DROP TABLE former_record_key;

    CREATE INDEX record_key_by_hash ON record_key (hash);
    """
  }
}
