import SQLite

// The keys under which records are known. No two records have the same one; each is written after it was looked up, by
// the same transaction.
extension LedgerStore {
  /// Returns what the keys name: records in the order of their entry, and the newest of archived ones.
  func rows(withKeys request: RecordRequest) throws(SQLiteError) -> (records: [RecordRow], archived: ArchivedRow?) {
    guard !request.keys.isEmpty, let user = try textID(of: request.facts.userID) else { return ([], nil) }
    var records: Set<RecordRow> = []
    var archived: Set<ArchivedRow> = []
    for key in request.keys {
      switch try keyed(key, user) {
      case .record(let row): records.insert(row)
      case .archived(let row): archived.insert(row)
      case nil: continue
      }
    }
    return (records.sorted { $0.number < $1.number }, archived.max { $0.number < $1.number })
  }

  /// Returns what a key of a user leads to; nil for one that is not known.
  func keyed(_ key: RecordKey, _ user: TextID) throws(SQLiteError) -> KeyedRecord? {
    guard let namespace = try textID(of: key.namespace) else { return nil }
    let hash = KeyHash.of(key.id, part: key.part, namespace: namespace, user: user)
    return try connection.firstInteger(
      "SELECT record FROM record_key WHERE hash = ? AND user_id = ? AND namespace = ? AND key = ? AND part = ?",
      .integer(hash), user.value, namespace.value, .text(key.id), .integer(key.part)
    ).map(KeyedRecord.init(stored:))
  }

  /// Makes a user's record known under `keys`; those that are there already are its own.
  func add(_ keys: [RecordKey], ofUser user: String, to record: KeyedRecord) throws(SQLiteError) {
    guard !keys.isEmpty else { return }
    let user = try intern(user)
    // Two statements: one that selects from the table it inserts into makes a table of its own in between.
    for key in keys where try keyed(key, user) == nil {
      let namespace = try intern(key.namespace)
      let hash = KeyHash.of(key.id, part: key.part, namespace: namespace, user: user)
      try connection.run(
        """
        INSERT INTO record_key (record, hash, number, user_id, namespace, key, part)
        VALUES (?1, ?2, (SELECT coalesce(max(number) + 1, 0) FROM record_key WHERE record = ?1 AND hash = ?2),
          ?3, ?4, ?5, ?6)
        """, record.value, .integer(hash), user.value, namespace.value, .text(key.id), .integer(key.part))
    }
  }

  /// Lets the keys of a record, and the entries of its corrections, name another record.
  func hand(keysAndEntriesOf record: StoredRecord, to kept: KeyedRecord) throws(SQLiteError) {
    try connection.run(
      """
      UPDATE record_key SET record = ?1, number = number
        + (SELECT coalesce(max(k.number) + 1, 0) FROM record_key k WHERE k.record = ?1 AND k.hash = record_key.hash)
      WHERE record = ?2
      """, kept.value, record.row.value)
    try connection.run("UPDATE adjustment SET record = ? WHERE record = ?", kept.value, record.row.value)
  }
}
