import CivilTime
import Posix
import SQLite

/// The open file of a ledger: its connection, the writers' lock and what is cached of its tables.
final class LedgerStore {
  /// Marks a file as ours in its header: "TkLg".
  static let applicationID: Int64 = 0x546B_4C67
  /// The pages of 4 KiB in the log above which a commit moves it into the file.
  ///
  /// The log is then overwritten from its start. It keeps its length, so that a commit need not make the file grow.
  private static let checkpointPages = 512
  /// The size in bytes to which a log is cut that a large batch has made larger.
  static let largestLog = 8 << 20

  let folder: LedgerFolder
  let world: LedgerWorld
  /// The only user whose records questions are about; nil for all.
  let onlyUser: String?
  let connection: Connection
  /// The writers' lock; nil where the ledger can only be read.
  let lock: FileLock?
  /// What a restore has left to be finished.
  let pending: PendingRestore
  /// The log and its index that are open.
  let logFiles: LogFiles?
  /// The file as it was when it was opened, where it is read without regard to others.
  let still: StillFile?
  /// What is remembered of the file's tables, whoever writes to them.
  var caches = FileCaches()
  /// What lives for the running write transaction.
  var transaction = TransactionState()
  /// Whether reads see one state of the file, whatever other processes write meanwhile.
  private(set) var isHoldingState = false
  /// What was added up of the state that is held.
  var heldSums = HeldSums()
  /// The salts of the log that this object knows to be bonded with the file.
  var bondedLog: [UInt8] = []
  /// The salts of the log to which the last commit went, where that is not bonded with the file.
  var unbondedLog: [UInt8]?
  /// The minute of the ledger's time in which old counters were last looked for.
  private var prunedMinute: Int64 = 0

  /// Opens the file, for reading only where it cannot be written.
  init(folder: LedgerFolder, world: LedgerWorld, onlyUser: String?) throws(LedgerError) {
    self.folder = folder
    self.world = world
    self.onlyUser = onlyUser
    pending = PendingRestore(folder)
    let files = try LedgerStore.open(folder, world)
    (connection, lock, logFiles, still) = (files.connection, files.lock, files.log, files.still)
  }

  /// The last one to close moves the log into the file and removes it, so that the file alone is whole, and the next
  /// one to open has no log to read: read anew by each, it would never begin again at its start.
  deinit {
    letGoOfState()
    guard let lock else { return }
    do {
      // Under the lock nobody commits meanwhile. Whoever holds it has the file open, and comes after us.
      let isLost = isLogLost
      if !lock.isHeld {
        try lock.lock(waitingMilliseconds: isLost ? Ledger.waitMilliseconds : 0, waitsOnceStopping: isLost)
      }
      // Files at these paths would be others' by now.
      if isReplaced { try saveLostLog() } else { try connection.removeLogOnClose() }
    } catch {}
  }

  /// Whether a write transaction is running, in which nobody else changes the tables.
  var isWriting: Bool { transaction.isRunning }

  /// Takes the writers' lock and begins a write transaction.
  ///
  /// - Parameter waitingMilliseconds: How long others may keep it waiting.
  func beginTransaction(waitingMilliseconds: Int64 = Ledger.waitMilliseconds) throws(LedgerError) {
    // Others may have written since that state.
    letGoOfState()
    guard let lock else { throw .readOnly(path: folder.database) }
    let start = world.monotonicMilliseconds()
    do { try lock.lock(waitingMilliseconds: waitingMilliseconds) } catch { throw LedgerError(error) }
    guard !isReplaced else {
      lock.unlock()
      throw .fileReplaced(path: folder.database)
    }
    // Programs that do not know of our lock have SQLite's own; both waits together are no longer than one may be.
    connection.wait(forLocks: waitingMilliseconds - (world.monotonicMilliseconds() - start))
    defer { connection.wait(forLocks: Ledger.waitMilliseconds) }
    do {
      try connection.run("BEGIN IMMEDIATE")
      try bondLog()
    } catch {
      abandonTransaction()
      throw LedgerError(error, path: folder.database)
    }
    transaction.isRunning = true
  }

  /// Lets all reads see one state of the file until it is let go of or a write transaction begins.
  func holdState() throws(SQLiteError) {
    guard !connection.isInTransaction else { return }
    try connection.run("BEGIN")
    isHoldingState = true
  }

  /// Lets reads see what others have written since.
  func letGoOfState() {
    guard isHoldingState else { return }
    isHoldingState = false
    heldSums = HeldSums()
    // Nothing was written: ending the transaction only lets go of the state.
    do { try connection.run("ROLLBACK") } catch {}
  }

  /// Lets go of the lock after a commit, moving the log into the file when it has grown.
  ///
  /// - Throws: Why what was committed is not certain: the log was removed meanwhile, and cannot be saved.
  func endTransaction() throws(LedgerError) {
    let hasBondedLog = transaction.hasBondedLog
    transaction = TransactionState()
    defer { lock?.unlock() }
    noteLog()
    if hasBondedLog { bondLogAgain() }
    if isLogLost { try saveLostLog() } else { checkpointIfLarge() }
  }

  /// Takes back the transaction and everything cached from it.
  func abandonTransaction() {
    if connection.isInTransaction {
      // The first error is what the caller reports; a rollback that fails too leaves nothing to undo.
      do { try connection.execute("ROLLBACK") } catch {}
    }
    caches = FileCaches()
    transaction = TransactionState()
    lock?.unlock()
  }

  /// The newest time at which a record was entered or updated, or the epoch.
  func newestEntry() throws(SQLiteError) -> Instant {
    if let known = transaction.newestEntry { return known }
    let entered = try connection.first(
      """
      SELECT max(newest_update, coalesce((SELECT recorded_at FROM record ORDER BY id DESC LIMIT 1), 0)) AS newest_entry
      FROM ledger_time
      """
    ) { row throws(SQLiteError) in try row.time(0) }
    let newest = entered ?? Instant(milliseconds: 0)
    if isWriting { transaction.newestEntry = newest }
    return newest
  }

  /// Notes that a record was entered, or updated, at `instant` in the running transaction.
  ///
  /// A new record holds its time itself; an update leaves none in its record, and may delete newer ones.
  func noteEntry(at instant: Instant, isUpdate: Bool) throws(SQLiteError) {
    transaction.newestEntry = instant
    if isUpdate {
      try connection.run("UPDATE ledger_time SET newest_update = ?", .integer(instant.milliseconds))
    }
  }

  /// Returns true once for each minute of the ledger's time, for work that is due now and then.
  func isFirstIn(minute: Int64) -> Bool {
    guard minute != prunedMinute else { return false }
    prunedMinute = minute
    return true
  }

  private func checkpointIfLarge() {
    guard connection.logPages > Self.checkpointPages else { return }
    // A reader may hold the log: then a later commit gets it done.
    do { try connection.checkpoint(.passive) } catch {}
  }
}
