import CivilTime
import SQLite

extension Ledger {
  /// Returns how far all files of logs are read that were ever found.
  package func logProgress() throws(LedgerError) -> [LogProgress] {
    try readingRows { store throws(SQLiteError) in try store.logProgress(where: "true", []) }
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
      guard let user = try store.textID(of: user), let given = try store.textID(of: key.namespace),
        let record = try store.connection.firstInteger(
          "SELECT record FROM record_key WHERE user_id = ? AND namespace = ? AND key = ? AND part = ?",
          user.value, given.value, .text(key.id), .integer(key.part))
      else { return nil }
      guard let own = try store.textID(of: namespace) else { return [] }
      return try store.connection.all(
        "SELECT key FROM record_key WHERE record = ? AND user_id = ? AND namespace = ?", .integer(record), user.value,
        own.value
      ) { row throws(SQLiteError) in try row.text(0) }
    }
  }
}

extension LedgerStore {
  fileprivate func logProgress(
    where condition: StaticString, _ values: [SQLValue]
  ) throws(SQLiteError) -> [LogProgress] {
    var skipped: [Int64: [String: Int64]] = [:]
    let files = "SELECT id FROM log_file WHERE \(condition)"
    try connection.forEach("SELECT file, reason, count FROM log_skip WHERE file IN (\(files))", binding: values) {
      row throws(SQLiteError) in skipped[try row.integer(0), default: [:]][try row.text(1)] = try row.count(2)
    }
    return try connection.all(
      """
      SELECT id, source, path, device, inode, size, modified, read_to, tail, memory, calls, read_at, fault
      FROM log_file WHERE \(condition) ORDER BY id
      """, binding: values
    ) { row throws(SQLiteError) in
      var progress = LogProgress(source: try row.text(1), path: try row.text(2))
      (progress.device, progress.inode) = (try row.integer(3), try row.integer(4))
      (progress.size, progress.modifiedNanoseconds) = (try row.integer(5), try row.integer(6))
      (progress.readTo, progress.tail, progress.memory) = (try row.integer(7), try row.blob(8), try row.text(9))
      (progress.calls, progress.readAt) = (try row.count(10), try row.time(11))
      (progress.fault, progress.skipped) = (try row.optionalText(12), skipped[try row.integer(0)] ?? [:])
      return progress
    }
  }

  fileprivate func write(_ progress: LogProgress) throws(SQLiteError) {
    try connection.run(
      """
      INSERT INTO log_file
        (source, path, device, inode, size, modified, read_to, tail, memory, calls, read_at, fault)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (source, path) DO UPDATE SET
        device = excluded.device, inode = excluded.inode, size = excluded.size, modified = excluded.modified,
        read_to = excluded.read_to, tail = excluded.tail, memory = excluded.memory, calls = excluded.calls,
        read_at = excluded.read_at, fault = excluded.fault
      """,
      .text(progress.source), .text(progress.path), .integer(progress.device), .integer(progress.inode),
      .integer(progress.size), .integer(progress.modifiedNanoseconds), .integer(progress.readTo),
      .blob(progress.tail), .text(progress.memory), .integer(progress.calls),
      .integer(progress.readAt.milliseconds), progress.fault.map(SQLValue.text) ?? .null)
    for (reason, count) in progress.skipped.sorted(by: { $0.key < $1.key }) {
      try connection.run(
        """
        INSERT INTO log_skip (file, reason, count)
        SELECT id, ?, ? FROM log_file WHERE source = ? AND path = ?
        ON CONFLICT (file, reason) DO UPDATE SET count = excluded.count
        """, .text(reason), .integer(count), .text(progress.source), .text(progress.path))
    }
  }
}
