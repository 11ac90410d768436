import Posix
import SQLite

extension LedgerStore {
  /// How long to wait before looking again whether others have let go of files that were removed.
  private static let pauseMilliseconds: Int64 = 10

  /// What is open.
  struct Files {
    let connection: Connection
    let log: LogFiles
  }

  /// Opens the file; one that has to be made, migrated or given a log is worked on under the writers' lock.
  ///
  /// - Throws: ``LedgerError/logRemoved(path:)`` where others that have it open do not let go of a log that was removed.
  static func open(
    _ folder: LedgerFolder, _ world: LedgerWorld, lock: FileLock, pending: PendingRestore
  ) throws(LedgerError) -> Files {
    let start = world.monotonicMilliseconds()
    while true {
      do throws(LedgerError) {
        if !pending.isThere, let ready = LedgerFile.openReady(folder, hasToStop: world.hasToStop) { return ready }
        return try openLocked(folder, world, lock: lock, pending: pending)
      } catch .logRemoved where world.monotonicMilliseconds() - start < Ledger.waitMilliseconds {
        // Not under the lock, under which they save what is in the log.
        world.sleepMilliseconds(pauseMilliseconds)
      }
    }
  }

  private static func openLocked(
    _ folder: LedgerFolder, _ world: LedgerWorld, lock: FileLock, pending: PendingRestore
  ) throws(LedgerError) -> Files {
    do { try lock.lock(waitingMilliseconds: Ledger.waitMilliseconds) } catch { throw LedgerError(error) }
    defer { lock.unlock() }
    // Whoever was to finish it was killed.
    if pending.isThere { try pending.finish(at: world.now()) }
    let connection = try LedgerFile.open(folder, now: world.now(), hasToStop: world.hasToStop)
    guard let log = LogFiles(folder) else { throw .logRemoved(path: folder.database) }
    return Files(connection: connection, log: log)
  }
}
