import Posix

/// What happens to a file that has the name of a new one already.
package enum PresentFile: Sendable, Hashable {
  /// It stays, and nothing is written.
  case kept
  /// It is replaced, once the new one is whole.
  case replaced
}

extension Ledger {
  /// Writes a copy of the ledger to a new file that its owner alone may read, also while others write.
  ///
  /// The copy is looked through before it gets its name, so a file of that name is whole.
  ///
  /// - Returns: What the copy holds.
  package func backUp(
    to path: String, present: PresentFile = .kept
  ) throws(LedgerError) -> LedgerInspection {
    guard LedgerFolder.size(of: folder.database) > 0 || PendingRestore(folder).isThere else {
      throw .noLedger(path: folder.database)
    }
    guard present == .replaced ? !isOwn(path) : !LedgerFolder.isThere(path) else { throw .fileExists(path: path) }
    // A ledger of an earlier format is brought to the newest.
    try open()
    let chance = world.randomBytes(8)
    let draft = "\(path).\(chance.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }).part"
    defer { unlink(draft) }
    let inspection = try LedgerCopy.make(
      of: LedgerCopy.open(folder.database), at: draft, named: path, salts: chance)
    do {
      try DurableFile.move(draft, to: path, present == .kept ? .onlyWhereNothingIs : .replacing)
    } catch {
      throw LedgerCopy.failure(error, copy: path)
    }
    return inspection
  }

  /// Returns whether a path leads to one of the files that servers work with.
  package func isOwn(_ path: String) -> Bool {
    guard let file = FileFacts.of(path) else { return false }
    return [folder.database, folder.writeAheadLog, folder.logIndex, folder.lock].contains { own in
      FileFacts.of(own).map { $0.device == file.device && $0.inode == file.inode } ?? false
    }
  }
}
