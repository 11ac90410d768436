import SQLite

/// The bond of a ledger's file and the write-ahead log beside it.
///
/// SQLite plays whatever log it finds into the file of that name, so a copy that somebody puts in the place of
/// `ledger.db` would be mixed with the log of another file. A log has salts of its own. The second commit to a log
/// writes into `log_bond`: the salts of this log, those of the log that the file by itself names, which is the one
/// before it or one by chance, and the file's own header. A server makes that commit as soon as it has answered, who
/// enters something and ends makes none. So the file, read without its log, belongs to the log if
///
/// - it names this log, as far as the log was moved into it already, or the one before it; and
/// - its header is the one of then, or that of a first page in the log.
///
/// Each copy differs in one of them, unless it is what the log was written upon. A log without a bond, which only a
/// crash between two commits or another program leaves, is taken for the file's own.
enum LogBond {
  private static let headerLength = 100
  private static let saltsLength = 8
  /// How many times a log is looked at that others begin again meanwhile.
  private static let attempts = 3

  /// Whether the log beside a ledger's file is that of another file.
  static func isForeign(_ database: String) -> Bool {
    for _ in 0..<attempts {
      guard let log = WriteAheadLog(path: database + "-wal") else { return false }
      guard isForeign(database, log) else { return false }
      // One that was begun again meanwhile was seen as two; who writes to it found it to be the file's own.
      if WriteAheadLog(path: database + "-wal")?.salts == log.salts { return true }
    }
    return false
  }

  private static func isForeign(_ database: String, _ log: borrowing WriteAheadLog) -> Bool {
    // SQLite deletes a log that lies beside an empty file.
    guard LedgerFolder.size(of: database) > 0 else { return true }
    let end = log.pageEnd(headerLength + 2 * saltsLength) { $0.suffix(saltsLength) == log.salts[...] }
    guard let end else { return false }
    let base = Array(end[headerLength..<headerLength + saltsLength])
    do {
      let file = try Connection(path: database, mode: .immutable, busyTimeoutMilliseconds: 0)
      guard let header = file.fileHeader, end.starts(with: header) || log.hasFirstPage(beginning: header)
      else { return true }
      let named = try namedLog(file)
      return named != base && named != log.salts
    } catch {
      // A file that is half written, as a kill leaves it while a log is moved into it, needs its log.
      return false
    }
  }

  /// Returns the log that the file at a path names, read without the log beside it.
  fileprivate static func namedLog(inFileOf path: String) throws(SQLiteError) -> [UInt8] {
    try namedLog(Connection(path: path, mode: .immutable, busyTimeoutMilliseconds: 0))
  }

  private static func namedLog(_ file: Connection) throws(SQLiteError) -> [UInt8] {
    let isThere = try file.firstInteger("SELECT 1 FROM sqlite_schema WHERE name = 'log_bond'") != nil
    guard isThere else { return [UInt8](repeating: 0, count: saltsLength) }
    return try file.first("SELECT log FROM log_bond") { row throws(SQLiteError) in try row.blob(0) } ?? []
  }
}

extension LogBond {
  /// Makes a new copy of a ledger one to which no log of that ledger belongs.
  ///
  /// - Parameter salts: Eight bytes by chance.
  static func release(_ copy: Connection, salts: [UInt8]) throws(SQLiteError) {
    let isThere = try copy.firstInteger("SELECT 1 FROM sqlite_schema WHERE name = 'log_bond'") != nil
    if isThere { try copy.run("UPDATE log_bond SET log = ?", .blob(salts)) }
  }
}

extension LedgerStore {
  /// Notes into which log a commit went; the caller holds the writers' lock.
  func noteLog() {
    unbondedLog = nil
    guard let log = WriteAheadLog(path: folder.writeAheadLog), log.salts != bondedLog else { return }
    do {
      if try namedLog() == log.salts { bondedLog = log.salts } else { unbondedLog = log.salts }
    } catch {
      // What was committed is durable. The next commit is asked again.
    }
  }

  /// Bonds file and log in the running transaction, if a commit before it has begun a log.
  func bondLog() throws(SQLiteError) {
    guard let unbondedLog else { return }
    // Others may have bonded that one long ago, and written to later ones.
    guard WriteAheadLog(path: folder.writeAheadLog)?.salts == unbondedLog else { return self.unbondedLog = nil }
    guard let header = connection.fileHeader else { return }
    let named = try namedLog()
    guard let base = base(of: named) else { return }
    try connection.run(
      "UPDATE log_bond SET header = ?, base = ?, log = ?", .blob(header), .blob(base), .blob(unbondedLog))
    transaction.hasBondedLog = true
  }

  /// Returns the log that the file by itself names; nil where it cannot be read, as a kill has left it half written.
  private func base(of named: [UInt8]?) -> [UInt8]? {
    // A log begins again once all of the one before is in the file, so that the file names the last one that was bonded.
    // Who bonds for the first time, or after others, looks: they may have been killed before they could bond again.
    if named == bondedLog { return named }
    do { return try LogBond.namedLog(inFileOf: folder.database) } catch { return nil }
  }

  /// Bonds file and log again after a transaction that was to bond them and has begun a new log itself.
  ///
  /// The file is still the one that the transaction found.
  func bondLogAgain() {
    guard let unbondedLog, let header = connection.fileHeader else { return }
    // What is acknowledged waits for this, and need not.
    connection.wait(forLocks: 0)
    defer { connection.wait(forLocks: Ledger.waitMilliseconds) }
    do {
      try connection.run("UPDATE log_bond SET header = ?, log = ?", .blob(header), .blob(unbondedLog))
      bondedLog = unbondedLog
      self.unbondedLog = nil
    } catch {
      // The next transaction does it.
    }
  }

  /// Bonds file and log in a transaction of their own, if no other writer is in the way.
  func bondLogAtOnce() throws(LedgerError) {
    try beginTransaction(waitingMilliseconds: 0)
    do {
      try connection.run("COMMIT")
    } catch {
      abandonTransaction()
      throw LedgerError(error, path: folder.database)
    }
    try endTransaction()
  }

  private func namedLog() throws(SQLiteError) -> [UInt8]? {
    try connection.first("SELECT log FROM log_bond") { row throws(SQLiteError) in try row.blob(0) }
  }
}
