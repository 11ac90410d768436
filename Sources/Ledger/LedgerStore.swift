import CivilTime
import SQLite

/// The open file of a ledger: its connection, the writers' lock and what is cached of its tables.
final class LedgerStore {
  /// Marks a file as ours in its header: "TkLg".
  static let applicationID: Int64 = 0x546B_4C67
  /// The size in bytes above which a commit moves the log into the file.
  private static let checkpointSize: Int64 = 4 << 20

  let folder: LedgerFolder
  let world: LedgerWorld
  let connection: Connection
  private let lock: FileLock
  var texts = TextCache()
  var contexts = ContextCache()
  var pending = PendingTotals()
  var sessionTotals: [Int64: Totals] = [:]
  var storedCounts: [CounterRange: [Int64: CounterCount]] = [:]
  private var newestEntryAtBegin: Instant?
  private var prunedMinute: Int64 = 0

  /// Opens the file, making or migrating it under the writers' lock.
  init(folder: LedgerFolder, world: LedgerWorld) throws(LedgerError) {
    self.folder = folder
    self.world = world
    try folder.make()
    let lock = try LedgerStore.openLock(folder, world)
    self.lock = lock
    do { try lock.lock(waitingMilliseconds: Ledger.waitMilliseconds) } catch { throw LedgerError(error) }
    defer { lock.unlock() }
    connection = try LedgerFile.open(folder, now: world.now())
  }

  /// Takes the writers' lock and begins a write transaction.
  func beginTransaction() throws(LedgerError) {
    try takeLock()
    do {
      try connection.execute("BEGIN IMMEDIATE")
    } catch {
      lock.unlock()
      throw LedgerError(error, path: folder.database)
    }
  }

  /// Lets go of the lock after a commit, moving the log into the file when it has grown.
  func endTransaction() {
    forgetTransaction()
    checkpointIfLarge()
    lock.unlock()
  }

  /// Takes back the transaction and everything cached from it.
  func abandonTransaction() {
    if connection.isInTransaction {
      // The first error is what the caller reports; a rollback that fails too leaves nothing to undo.
      do { try connection.execute("ROLLBACK") } catch {}
    }
    texts = TextCache()
    contexts = ContextCache()
    pending = PendingTotals()
    forgetTransaction()
    lock.unlock()
  }

  /// The newest time at which a record was entered, or the epoch.
  func newestEntry() throws(SQLiteError) -> Instant {
    if let newestEntryAtBegin { return newestEntryAtBegin }
    let entered = try connection.first("SELECT recorded_at FROM record ORDER BY id DESC LIMIT 1") {
      row throws(SQLiteError) in Instant(milliseconds: try row.integer(0))
    }
    let newest = entered ?? Instant(milliseconds: 0)
    if connection.isInTransaction { newestEntryAtBegin = newest }
    return newest
  }

  /// Notes that a record was entered at `instant` in the running transaction.
  func noteEntry(at instant: Instant) { newestEntryAtBegin = instant }

  /// Returns true once for each minute of the ledger's time, for work that is due now and then.
  func isFirstIn(minute: Int64) -> Bool {
    guard minute != prunedMinute else { return false }
    prunedMinute = minute
    return true
  }

  private func forgetTransaction() {
    sessionTotals = [:]
    storedCounts = [:]
    newestEntryAtBegin = nil
  }

  private func checkpointIfLarge() {
    guard LedgerFolder.size(of: folder.writeAheadLog) > Self.checkpointSize else { return }
    // A reader may hold the log: then a later commit gets it done.
    do { try connection.checkpoint(.passive) } catch {}
  }

  private static func openLock(
    _ folder: LedgerFolder, _ world: LedgerWorld
  ) throws(LedgerError) -> FileLock {
    do {
      return try FileLock(
        path: folder.lock, monotonicMilliseconds: world.monotonicMilliseconds,
        sleepMilliseconds: world.sleepMilliseconds)
    } catch {
      throw LedgerError(error)
    }
  }

  private func takeLock() throws(LedgerError) {
    do {
      try lock.lock(waitingMilliseconds: Ledger.waitMilliseconds)
    } catch {
      throw LedgerError(error)
    }
  }
}
