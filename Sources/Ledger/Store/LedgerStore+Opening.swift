import Posix
import SQLite

extension LedgerStore {
  /// How long to wait before looking again whether others have let go of files that were removed.
  private static let pauseMilliseconds: Int64 = 10

  /// What is open.
  struct Files {
    let connection: Connection
    /// The log and its index, where there are both.
    let log: LogFiles?
    /// The writers' lock; nil where the ledger can only be read.
    var lock: FileLock?
    /// The file as it was, where it is read without regard to others.
    var still: StillFile?
  }

  /// Opens the file; where it, or its folder, cannot be written, for reading only.
  ///
  /// - Throws: ``LedgerError/logRemoved(path:)`` where others that have it open do not let go of a log that was removed.
  static func open(_ folder: LedgerFolder, _ world: LedgerWorld) throws(LedgerError) -> Files {
    do throws(LedgerError) {
      try folder.make()
      let lock = try openLock(folder, world)
      var files = try open(folder, world, lock: lock)
      files.lock = lock
      return files
    } catch {
      guard error.isForLackOfPermission, let files = try LedgerFile.openForReading(folder) else { throw error }
      return files
    }
  }

  /// Opens a file that can be written; one that has to be made, migrated or given a log is worked on under the lock.
  private static func open(
    _ folder: LedgerFolder, _ world: LedgerWorld, lock: FileLock
  ) throws(LedgerError) -> Files {
    let start = world.monotonicMilliseconds()
    while true {
      do throws(LedgerError) {
        if !PendingRestore(folder).isThere, let ready = LedgerFile.openReady(folder, hasToStop: world.hasToStop) {
          return ready
        }
        return try openLocked(folder, world, lock: lock)
      } catch .logRemoved where !world.hasToStop() && world.monotonicMilliseconds() - start < Ledger.waitMilliseconds {
        // Not under the lock, under which they save what is in the log.
        world.sleepMilliseconds(pauseMilliseconds)
      }
    }
  }

  private static func openLocked(
    _ folder: LedgerFolder, _ world: LedgerWorld, lock: FileLock
  ) throws(LedgerError) -> Files {
    do { try lock.lock(waitingMilliseconds: Ledger.waitMilliseconds) } catch { throw LedgerError(error) }
    defer { lock.unlock() }
    // Whoever was to finish it was killed.
    let pending = PendingRestore(folder)
    if pending.isThere { try pending.finish(at: world.now()) }
    let connection = try LedgerFile.open(folder, now: world.now(), hasToStop: world.hasToStop)
    guard let log = LogFiles(folder) else { throw .logRemoved(path: folder.database) }
    return Files(connection: connection, log: log)
  }

  private static func openLock(
    _ folder: LedgerFolder, _ world: LedgerWorld
  ) throws(LedgerError) -> FileLock {
    do {
      return try FileLock(
        path: folder.lock, monotonicMilliseconds: world.monotonicMilliseconds,
        sleepMilliseconds: world.sleepMilliseconds, hasToStop: world.hasToStop)
    } catch {
      throw LedgerError(error)
    }
  }
}

extension LedgerError {
  /// Whether the folder or a file in it cannot be written, by this user or by anyone.
  fileprivate var isForLackOfPermission: Bool {
    switch self {
    case .readOnly: true
    case .fileUnusable(_, let number): [EACCES, EPERM, EROFS].contains(number)
    default: false
    }
  }
}
