import CivilTime
import SQLite

/// Opening a ledger's file: a new one is made, an old one migrated, any other refused.
enum LedgerFile {
  /// Returns a connection to a ledger that is at the newest format already and has a log, or nil for any other.
  ///
  /// Such a file needs no work, so whoever only asks waits for no writer.
  static func openReady(_ folder: LedgerFolder, hasToStop: @escaping () -> Bool) -> LedgerStore.Files? {
    // SQLite makes what is not there, which needs the lock.
    guard LedgerFolder.size(of: folder.database) > 0, !LogBond.isForeign(folder.database), let log = LogFiles(folder)
    else { return nil }
    guard let connection = readyConnection(folder, hasToStop), !log.areGone else { return nil }
    return LedgerStore.Files(connection: connection, log: log)
  }

  private static func readyConnection(_ folder: LedgerFolder, _ hasToStop: @escaping () -> Bool) -> Connection? {
    do {
      let connection = try connect(folder, mode: .readWrite, hasToStop)
      let isOurs = try pragma("application_id", connection) == LedgerStore.applicationID
      let isNewest = try pragma("user_version", connection) == FileFormat.newest
      guard isOurs, isNewest else { return nil }
      try prepare(connection)
      return connection
    } catch {
      // The way that holds the lock finds the same trouble, and reports it.
      return nil
    }
  }

  /// Returns a connection to the ledger in `folder`, at the newest format.
  ///
  /// The caller holds the writers' lock.
  ///
  /// - Parameters:
  ///   - steps: The migrations that this program knows, in order.
  ///   - hasToStop: Whether the process was told to stop: then nothing waits for another process any more.
  /// - Throws: ``LedgerError/logRemoved(path:)`` among others.
  static func open(
    _ folder: LedgerFolder, now: Instant, steps: [Migration] = Migration.all,
    hasToStop: @escaping () -> Bool = { false }
  ) throws(LedgerError) -> Connection {
    guard !LogBond.isForeign(folder.database) else { throw .foreignLog(path: folder.database) }
    return try told(folder) {
      let connection = try connect(folder, mode: .readWriteCreate, hasToStop)
      // Who has it open has a log, and saves what is in it before there is another one.
      if LogFiles(folder) == nil, connection.isOpenElsewhere { throw LedgerError.logRemoved(path: folder.database) }
      try prepare(connection)
      try migrate(connection, folder: folder, steps: steps, now: now)
      return connection
    }
  }

  /// Opens in a way that throws errors of the ledger and of SQLite, and throws the latter as the former.
  static func told<T>(_ folder: LedgerFolder, _ opening: () throws -> T) throws(LedgerError) -> T {
    do {
      return try opening()
    } catch let error as LedgerError {
      throw error
    } catch let error as SQLiteError {
      throw LedgerError(error, path: folder.database)
    } catch {
      preconditionFailure("opening throws only errors of the ledger and of SQLite")
    }
  }

  private static func connect(
    _ folder: LedgerFolder, mode: OpenMode, _ hasToStop: @escaping () -> Bool
  ) throws(SQLiteError) -> Connection {
    let connection = try Connection(
      path: folder.database, mode: mode, busyTimeoutMilliseconds: Int32(Ledger.waitMilliseconds), hasToStop: hasToStop)
    // SQLite opens what it may not write for reading, and says nothing.
    guard connection.canWrite else {
      throw SQLiteError(code: .readOnly, message: "the file cannot be written", path: folder.database)
    }
    try connection.keepLogOnClose()
    try KeyHash.define(in: connection)
    return connection
  }

  private static func prepare(_ connection: Connection) throws(SQLiteError) {
    // The two with "fullfsync" are for macOS, whose fsync leaves a commit in the drive's cache.
    try connection.execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
      PRAGMA journal_size_limit = \(LedgerStore.largestLog); PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY
      """)
    connection.checkpointNeverByItself()
    try trustForeignKeys(connection)
  }

  /// Leaves foreign keys unchecked while records are entered, which took a tenth of the time of writing one.
  ///
  /// What a row names is looked up or added by the same transaction or an earlier one, and never deleted; `doctor` checks.
  private static func trustForeignKeys(_ connection: Connection) throws(SQLiteError) {
    try connection.execute("PRAGMA foreign_keys = OFF")
  }

  private static func migrate(
    _ connection: Connection, folder: LedgerFolder, steps: [Migration], now: Instant
  ) throws {
    let newest = steps.last?.version ?? 0
    let found = try version(of: connection, newest: newest)
    guard found < newest else { return }
    if found > 0 { try backUp(connection, version: found, folder: folder, now: now) }
    // What a step sorts may be larger than memory; within the transaction this cannot be changed.
    try connection.execute("PRAGMA temp_store = FILE")
    // IMMEDIATE, and the version read again inside: a process without our lock may have been faster.
    try connection.execute("BEGIN IMMEDIATE")
    do {
      let current = try version(of: connection, newest: newest)
      for step in steps where step.version > current { try connection.execute(step.script) }
      try connection.execute(
        "PRAGMA application_id = \(LedgerStore.applicationID); PRAGMA user_version = \(newest); COMMIT")
    } catch {
      if connection.isInTransaction { try connection.execute("ROLLBACK") }
      throw error
    }
    try connection.execute("PRAGMA temp_store = MEMORY")
    // So that the next log is begun upon a file that differs from all others; a reader may hold it up.
    do { try connection.checkpoint(.passive) } catch {}
  }

  /// Returns the format's number; 0 for an empty file.
  ///
  /// - Throws: ``LedgerError`` for a file that is not ours or is newer than this program.
  static func version(of connection: Connection, newest: Int64) throws -> Int64 {
    let owner = try pragma("application_id", connection)
    let tables = try connection.firstInteger("SELECT count(*) FROM sqlite_schema")
    guard owner == LedgerStore.applicationID || (owner == 0 && tables == 0) else {
      throw LedgerError.notALedger(path: connection.path)
    }
    let found = try pragma("user_version", connection)
    guard found <= newest else {
      throw LedgerError.newerSchema(path: connection.path, found: found, known: newest)
    }
    return found
  }

  private static func pragma(_ name: String, _ connection: Connection) throws(SQLiteError) -> Int64 {
    try connection.firstInteger("PRAGMA \(name)") ?? 0
  }

  private static func backUp(
    _ connection: Connection, version: Int64, folder: LedgerFolder, now: Instant
  ) throws(LedgerError) {
    try LedgerFolder.makeFolder(folder.backups)
    let name = "\(folder.backups)/ledger-format-\(version)-\(now.seconds)"
    var copy = name + ".db"
    var number = 1
    // A migration that failed and is tried again within the second.
    while LedgerFolder.size(of: copy) > 0 {
      number += 1
      copy = "\(name)-\(number).db"
    }
    do {
      try connection.vacuumInto(path: copy)
    } catch {
      throw .backupFailed(path: copy, message: error.message)
    }
  }
}
