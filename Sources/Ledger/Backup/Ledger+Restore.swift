import Posix
import SQLite

/// What a restore has done.
package struct RestoreReport: Sendable, Hashable {
  /// What the restored ledger holds.
  package var inspection: LedgerInspection
  /// The folder with the files that were replaced; nil where there were none.
  package var replaced: String?
}

extension Ledger {
  /// How long a restore waits for the writers' lock, of which servers that never rest leave little.
  private static let restoreWaitMilliseconds: Int64 = 30_000

  /// Puts a copy of the ledger at `path` in the place of the ledger's file, and keeps the former files together.
  ///
  /// The copy is looked through first; `path` itself stays as it is. The present ledger is not read, so that it may be
  /// damaged. Servers that have it open notice, and go on with the restored one.
  ///
  /// - Throws: ``LedgerError/unfitCopy(path:fault:)`` and what keeps files from being written; until the copy is
  ///   certain, the ledger is the former one.
  package func restore(from path: String) throws(LedgerError) -> RestoreReport {
    close()
    try folder.make()
    let single = try held(folder.restoreLock, waitingMilliseconds: 0)
    let pending = PendingRestore(folder)
    defer { removeRest(of: pending) }
    try pending.makeDraft()
    let inspection = try LedgerCopy.make(
      of: LedgerCopy.open(path), at: pending.draft, named: pending.draft, salts: world.randomBytes(8))
    let replaced = try replace(by: pending)
    // Brings one of an earlier format to the newest. Without room or a turn for that, it is restored all the same.
    do throws(LedgerError) { try open() } catch .diskFull {} catch .locked {}
    withExtendedLifetime(single) {}
    return RestoreReport(inspection: inspection, replaced: replaced)
  }

  private func replace(by pending: PendingRestore) throws(LedgerError) -> String? {
    let writers = try held(folder.lock, waitingMilliseconds: Self.restoreWaitMilliseconds)
    defer { writers.unlock() }
    // An earlier one that was cut short has its own files to keep.
    if pending.isThere { try pending.finish(at: world.now()) }
    try pending.begin()
    return try pending.finish(at: world.now())
  }

  private func removeRest(of pending: PendingRestore) {
    pending.removeDraft()
    // An empty folder that stays beside a busy writer harms nobody.
    do throws(LedgerError) {
      let writers = try held(folder.lock, waitingMilliseconds: 0)
      pending.removeUnusedRoom()
      writers.unlock()
    } catch {}
  }

  private func held(_ path: String, waitingMilliseconds: Int64) throws(LedgerError) -> FileLock {
    do {
      let lock = try FileLock(
        path: path, monotonicMilliseconds: world.monotonicMilliseconds, sleepMilliseconds: world.sleepMilliseconds)
      try lock.lock(waitingMilliseconds: waitingMilliseconds)
      return lock
    } catch {
      throw LedgerError(error)
    }
  }
}
