import Posix
import SQLite

extension LedgerStore {
  /// Whether what is open is not, or is not to be, the files at their paths: nobody would find what is written to them.
  var isReplaced: Bool { connection.hasMoved || pending.isThere || isLogLost || still?.hasChanged == true }

  /// Whether the log or its index was removed or replaced while it was open.
  var isLogLost: Bool { logFiles?.areGone == true }

  /// Saves what a log holds that was removed while it was open, under the writers' lock; does nothing for any other.
  ///
  /// All that have the file open share this log, as nobody begins another one before they have let go of it. So any of
  /// them may move it into the file.
  ///
  /// - Throws: ``LedgerError/logLost(path:)`` when another log has taken its place; what keeps it from being moved, after
  ///   which it may be tried again.
  func saveLostLog() throws(LedgerError) {
    guard let lock, let logFiles, !connection.hasMoved, !pending.isThere, logFiles.areGone else { return }
    letGoOfState()
    let wasHeld = lock.isHeld
    if !wasHeld {
      // Nobody can find what is in it once it is closed: to save that is worth more than to stop at once.
      do {
        try lock.lock(waitingMilliseconds: Ledger.waitMilliseconds, waitsOnceStopping: true)
      } catch {
        throw LedgerError(error)
      }
    }
    defer { if !wasHeld { lock.unlock() } }
    // Who was just opening the file may have made another index, which does not tell of our last commit.
    if logFiles.isIndexGone { unlink(folder.logIndex) }
    if logFiles.isLogGone { try moveLostLog() }
  }

  private func moveLostLog() throws(LedgerError) {
    guard WriteAheadLog(path: folder.writeAheadLog) == nil else { throw .logLost(path: folder.database) }
    // One to which nothing was written: who was just opening the file has made it, and takes the next one.
    unlink(folder.writeAheadLog)
    do throws(SQLiteError) {
      let result = try connection.checkpoint(.full)
      guard result.movedPages == result.logPages else {
        throw SQLiteError(code: .busy, message: "the log is being read", path: folder.database)
      }
    } catch {
      throw LedgerError(error, path: folder.database)
    }
  }
}
