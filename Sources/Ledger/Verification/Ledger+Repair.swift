import CivilTime
import Posix
import SQLite

/// What a repair has done.
package struct RepairReport: Sendable {
  /// The folder with the files as they were before.
  package let copies: String
  /// Whether the ledger was changed; where its structure cannot be mended, it is as it was.
  package let isDone: Bool
  /// What is wrong now.
  package let after: VerificationReport
}

extension Ledger {
  /// Copies the ledger's files, makes everything anew in one transaction that follows from records and the archive, and
  /// looks through the whole ledger again.
  ///
  /// - Parameters:
  ///   - ownLimits: The limits of the process's own settings.
  ///   - archive: Reads the archive's files; without them what the ledger kept of archived records is taken.
  /// - Throws: ``LedgerError``; then the ledger is as it was.
  package func repair(ownLimits: [LimitRule] = [], archive: ArchiveReader? = nil) throws(LedgerError) -> RepairReport {
    precondition(!hasWritten, "a repair is a transaction of its own")
    let copies = try copyFiles()
    try readingRow { store throws(SQLiteError) in try store.connection.execute("PRAGMA temp_store = FILE") }
    defer { rollBack() }
    let report = try writing { store throws(SQLiteError) in
      try Repair(store: store, ownLimits: ownLimits).run(archive.map { ArchiveShelf(reader: $0, folder: folder) })
    }
    guard report.structure.isEmpty else { return RepairReport(copies: copies, isDone: false, after: report) }
    try commit()
    return RepairReport(copies: copies, isDone: true, after: report)
  }

  /// Copies the file and its log byte by byte, as a damaged file is of no use to SQLite's own backup.
  ///
  /// The file must not be open here: closing it a second time would drop SQLite's locks on it (POSIX advisory locks;
  /// https://sqlite.org/howtocorrupt.html, 2.2).
  ///
  /// - Returns: The folder of the copies.
  private func copyFiles() throws(LedgerError) -> String {
    close()
    let lock: FileLock
    do {
      lock = try FileLock(
        path: folder.lock, monotonicMilliseconds: world.monotonicMilliseconds,
        sleepMilliseconds: world.sleepMilliseconds)
      try lock.lock(waitingMilliseconds: Self.waitMilliseconds)
    } catch {
      throw LedgerError(error)
    }
    defer { lock.unlock() }
    let target = "\(folder.backups)/before-repair-\(world.now().seconds)"
    try LedgerFolder.makeFolder(target)
    for path in [folder.database, folder.writeAheadLog] where LedgerFolder.size(of: path) > 0 {
      let copy = "\(target)/\(path.dropFirst(folder.path.count + 1))"
      do { try DurableFile.copy(path, to: copy) } catch {
        throw .backupFailed(path: copy, message: error.text)
      }
    }
    return target
  }
}
