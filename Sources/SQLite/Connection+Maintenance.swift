internal import CSQLite

/// How far a checkpoint goes.
package enum CheckpointMode: Sendable, Hashable {
  /// Moves what it can without waiting for anyone.
  case passive
  /// Waits for readers and writers, and moves everything.
  case full

  fileprivate var flag: Int32 {
    switch self {
    case .passive: SQLITE_CHECKPOINT_PASSIVE
    case .full: SQLITE_CHECKPOINT_FULL
    }
  }
}

/// What a checkpoint found and did.
package struct CheckpointResult: Sendable, Hashable {
  /// Pages in the write-ahead log; -1 where the database has no such log.
  package let logPages: Int
  /// Those of them that are now in the database file.
  package let movedPages: Int
}

extension Connection {
  /// Moves the write-ahead log into the database file.
  ///
  /// - Throws: `busy` when it would have to wait for longer than the busy timeout.
  @discardableResult
  package func checkpoint(_ mode: CheckpointMode) throws(SQLiteError) -> CheckpointResult {
    var logPages: Int32 = 0
    var movedPages: Int32 = 0
    let code = sqlite3_wal_checkpoint_v2(handle, nil, mode.flag, &logPages, &movedPages)
    if code != SQLITE_OK { throw error(code) }
    return CheckpointResult(logPages: Int(logPages), movedPages: Int(movedPages))
  }

  /// Checkpoints no more by itself, and counts the pages of the write-ahead log from now on.
  package func checkpointNeverByItself() {
    // SQLite has one such hook: its own, which checkpoints, is replaced.
    sqlite3_wal_hook(
      handle,
      { count, _, _, pages in
        count?.assumingMemoryBound(to: Int32.self).pointee = pages
        return SQLITE_OK
      }, logPageCount)
  }

  /// How many pages of the write-ahead log were in use after this connection's last commit.
  ///
  /// The file may be longer: a log that was moved is overwritten from its start.
  package var logPages: Int { Int(logPageCount.pointee) }

  /// Leaves the write-ahead log alone when the last connection closes.
  ///
  /// For those who checkpoint only under a lock of their own, which closing would not hold.
  package func keepLogOnClose() throws(SQLiteError) {
    try set(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, to: 1)
  }

  /// Moves the write-ahead log into the file and removes it when this connection closes, if it is the last one.
  package func removeLogOnClose() throws(SQLiteError) {
    try set(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, to: 0)
  }

  /// Writes a compact copy of the database to `path`, a new file that its owner alone may read.
  ///
  /// - Throws: `error` when the file is there already and not empty, or a transaction is open.
  package func vacuumInto(path: String) throws(SQLiteError) {
    try PrivateFile.createForDatabase(path)
    try run("VACUUM INTO ?", .text(path))
  }
}
