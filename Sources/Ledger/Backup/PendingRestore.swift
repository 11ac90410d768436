import CivilTime
import Posix

/// A copy that is to take the place of the ledger's file: the folder `restoring`, which is there from the moment at
/// which the copy is certain until everything is in its place.
///
/// Each step may be the last of a process that is killed. Whoever opens the ledger next goes on, so the ledger is the
/// former one as long as the folder is not there, and the copy from then on.
struct PendingRestore {
  private static let copyName = "copy.db"

  private let folder: LedgerFolder

  /// Names what may wait in the folder of a ledger.
  init(_ folder: LedgerFolder) { self.folder = folder }

  /// Whether a copy waits, or the files that it has replaced have no place yet.
  var isThere: Bool { access(folder.restoring, F_OK) == 0 }

  /// Where a copy is made that is to wait.
  var draft: String { "\(folder.restoreDraft)/\(Self.copyName)" }

  /// Makes room for a new copy, in the place of what a killed process has left of one, and for the former files: once
  /// the copy is certain, nothing more takes space.
  func makeDraft() throws(LedgerError) {
    try LedgerFolder.makeFolder(folder.replaced)
    try LedgerFolder.makeFolder(folder.restoreDraft)
    for name in ["", "-journal", "-wal", "-shm"] { unlink(draft + name) }
  }

  /// Removes a copy that is not to be used.
  func removeDraft() {
    unlink(draft)
    rmdir(folder.restoreDraft)
  }

  /// Removes the room for former files where nothing is in it; the caller holds the writers' lock, as who finishes a
  /// restore does.
  func removeUnusedRoom() { rmdir(folder.replaced) }

  /// Lets the copy wait, after which it is used whatever happens.
  func begin() throws(LedgerError) {
    do { try DurableFile.synchronizeNames(in: folder.restoreDraft) } catch {
      throw LedgerCopy.failure(error, copy: folder.restoreDraft)
    }
    try move(folder.restoreDraft, folder.restoring)
  }

  /// Puts the copy in its place and keeps what was there; the caller holds the writers' lock.
  ///
  /// - Returns: The folder with the former files; nil where there were none.
  @discardableResult
  func finish(at now: Instant) throws(LedgerError) -> String? {
    for step in Step.allCases { try take(step) }
    return try keep(at: now)
  }

  /// What is done one after the other, before the former files get their place.
  enum Step: CaseIterable {
    case putFileAside, putLogAside, putIndexAside, placeCopy
  }

  /// Takes a step, which may have been taken already.
  func take(_ step: Step) throws(LedgerError) {
    guard isWaiting else { return }
    switch step {
    case .putFileAside: try putAside(folder.database)
    case .putLogAside: try putAside(folder.writeAheadLog)
    case .putIndexAside: try putAside(folder.logIndex)
    case .placeCopy: try move(waiting, folder.database)
    }
  }

  private var waiting: String { "\(folder.restoring)/\(Self.copyName)" }
  /// Whether the ledger's file is still the former one, or on its way.
  private var isWaiting: Bool { LedgerFolder.isThere(waiting) }

  private func putAside(_ path: String) throws(LedgerError) {
    guard LedgerFolder.isThere(path) else { return }
    let name = path.dropFirst(folder.path.count)
    var target = folder.restoring + name
    // A process that was just opening the former file may have made an empty log after its own was put aside.
    var number = 1
    while LedgerFolder.isThere(target) {
      number += 1
      target = "\(folder.restoring)\(name).\(number)"
    }
    try move(path, target)
  }

  /// Gives the folder with the former files its name for good.
  private func keep(at now: Instant) throws(LedgerError) -> String? {
    if rmdir(folder.restoring) == 0 { return nil }
    try LedgerFolder.makeFolder(folder.replaced)
    // Without colons, which file systems of other systems do not take.
    let name = "\(folder.replaced)/\(Instant(seconds: now.seconds))".replacing(":", with: "")
    var target = name
    var number = 1
    while LedgerFolder.isThere(target) {
      number += 1
      target = "\(name)-\(number)"
    }
    try move(folder.restoring, target)
    return target
  }

  private func move(_ path: String, _ target: String) throws(LedgerError) {
    do { try DurableFile.move(path, to: target) } catch { throw LedgerCopy.failure(error, copy: target) }
  }
}
