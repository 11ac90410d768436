import CivilTime
import SQLite

extension Ledger {
  /// Returns how far all files of logs are read that were ever found.
  package func logProgress() throws(LedgerError) -> [LogProgress] {
    try readingRows { store throws(SQLiteError) in try store.logProgress(where: "true", []) }
  }

  /// Returns how far a file is read; nil for one that was never found.
  package func logProgress(of path: String, source: String) throws(LedgerError) -> LogProgress? {
    try readingRows { store throws(SQLiteError) in
      try store.logProgress(where: "source = ? AND path = ?", [.text(source), .text(path)]).first
    }
  }

  /// Returns how far a file is read, as it is when nobody else can go on with it: in the running batch's transaction.
  package func lockedProgress(of path: String, source: String) throws(LedgerError) -> LogProgress? {
    try writing { store throws(SQLiteError) in
      try store.logProgress(where: "source = ? AND path = ?", [.text(source), .text(path)]).first
    }
  }

  /// Notes how far a file is read now, in the running batch.
  package func note(_ progress: LogProgress) throws(LedgerError) {
    try writing { store throws(SQLiteError) in try store.write(progress) }
  }

  /// Returns the ids that a source gave to the record that a response's id leads to, in the running batch; nil where
  /// it leads to none.
  package func ids(
    ofRecordWith key: RecordKey, in namespace: String, ofUser user: String
  ) throws(LedgerError) -> [String]? {
    try writing { store throws(SQLiteError) in
      guard let user = try store.textID(of: user), let record = try store.keyed(key, user) else { return nil }
      guard let own = try store.textID(of: namespace) else { return [] }
      return try store.connection.all(
        "SELECT key FROM record_key WHERE record = ? AND user_id = ? AND namespace = ?", record.value, user.value,
        own.value
      ) { row throws(SQLiteError) in try row.text(0) }
    }
  }
}

extension LedgerStore {
  fileprivate func logProgress(
    where condition: StaticString, _ values: [SQLValue]
  ) throws(SQLiteError) -> [LogProgress] {
    try connection.all(
      """
      SELECT source, path, device, inode, size, modified, read_to, tail, memory, calls, skipped, read_at, fault
      FROM log_file WHERE \(condition)
      """, binding: values
    ) { row throws(SQLiteError) in
      var progress = LogProgress(source: try row.text(0), path: try row.text(1))
      (progress.device, progress.inode) = (try row.integer(2), try row.integer(3))
      (progress.size, progress.modifiedNanoseconds) = (try row.integer(4), try row.integer(5))
      (progress.readTo, progress.tail, progress.memory) = (try row.integer(6), try row.blob(7), try row.text(8))
      (progress.calls, progress.skipped) = (try row.count(9), try row.text(10))
      (progress.readAt, progress.fault) = (try row.time(11), try row.optionalText(12))
      return progress
    }
  }

  fileprivate func write(_ progress: LogProgress) throws(SQLiteError) {
    try connection.run(
      """
      REPLACE INTO log_file
        (source, path, device, inode, size, modified, read_to, tail, memory, calls, skipped, read_at, fault)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .text(progress.source), .text(progress.path), .integer(progress.device), .integer(progress.inode),
      .integer(progress.size), .integer(progress.modifiedNanoseconds), .integer(progress.readTo),
      .blob(progress.tail), .text(progress.memory), .integer(progress.calls), .text(progress.skipped),
      .integer(progress.readAt.milliseconds), progress.fault.map(SQLValue.text) ?? .null)
  }
}
