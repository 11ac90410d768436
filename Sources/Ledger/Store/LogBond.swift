import SQLite

/// The bond of a ledger's file and the write-ahead log beside it.
///
/// SQLite plays whatever log it finds into the file of that name, so a copy that somebody puts in the place of
/// `ledger.db` would be mixed with the log of another file. A log has salts of its own. The first commit to a log is
/// followed by one that writes into `log_bond`: the salts of this log, those of the log that the file by itself names,
/// which is the one before it or one by chance, and the file's own header. So the file, read without its log, belongs to the log if
///
/// - it names this log, as far as the log was moved into it already, or the one before it; and
/// - its header is the one of then, or that of a first page in the log.
///
/// Each copy differs in one of them, unless it is what the log was written upon. A log without a bond, which only a
/// crash between two commits or another program leaves, is taken for the file's own.
enum LogBond {
  private static let headerLength = 100
  private static let saltsLength = 8

  /// Whether the log beside a ledger's file is that of another file.
  ///
  /// Whoever asks without the writers' lock asks once more with it before believing that it is.
  static func isForeign(_ database: String) -> Bool {
    guard let log = WriteAheadLog(path: database + "-wal") else { return false }
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
  /// Bonds file and log after a commit that has begun a log; the caller holds the writers' lock.
  func bondLog() {
    guard let log = WriteAheadLog(path: folder.writeAheadLog), log.salts != bondedLog else { return }
    do {
      let bond = try connection.first("SELECT log, header = zeroblob(100) FROM log_bond") { row throws(SQLiteError) in
        (named: try row.blob(0), isFirst: try row.integer(1) == 1)
      }
      if let bond, bond.named != log.salts, let header = connection.fileHeader {
        // A log begins again once all of the one before is in the file; of the first one nothing may be.
        let base = bond.isFirst ? try LogBond.namedLog(inFileOf: folder.database) : bond.named
        try connection.run(
          "UPDATE log_bond SET header = ?, base = ?, log = ?", .blob(header), .blob(base), .blob(log.salts))
      }
      bondedLog = log.salts
    } catch {
      // What was committed is durable. The next commit bonds them.
    }
  }
}
