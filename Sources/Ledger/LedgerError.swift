import Posix
package import Pricing
import SQLite

/// Why the ledger could not do what was asked, as facts.
package enum LedgerError: Error, Hashable {
  /// The data folder could not be made or entered; `errno` says why.
  case folderUnusable(path: String, errno: Int32)
  /// A file of the ledger could not be opened or made; `errno` says why.
  case fileUnusable(path: String, errno: Int32)
  /// The file is not a ledger of ours.
  case notALedger(path: String)
  /// The write-ahead log beside the file is that of another file.
  case foreignLog(path: String)
  /// The write-ahead log or its index was removed, and others that have the file open have not let go of it.
  case logRemoved(path: String)
  /// Another file has taken the place of a write-ahead log that was open, and what only that held is gone.
  case logLost(path: String)
  /// The file was written by a newer program.
  case newerSchema(path: String, found: Int64, known: Int64)
  /// The file can only be read, and has a format that has to be brought to the newest first.
  case olderFormat(path: String, found: Int64, known: Int64)
  /// The file can only be read, and its write-ahead log not without an index, which cannot be made.
  case logUnreadable(path: String)
  /// Another process holds the ledger and did not let go in time.
  case locked(path: String, waitedMilliseconds: Int64)
  /// The disk, or the user's share of it, is full.
  case diskFull(path: String)
  /// The file or its folder may only be read.
  case readOnly(path: String)
  /// The file is damaged; the message names the place.
  case damaged(path: String, message: String)
  /// The copy that precedes a migration could not be made.
  case backupFailed(path: String, message: String)
  /// A link, a folder or a pipe is where a file of the ledger belongs.
  case notPlainFile(path: String)
  /// There is no ledger at the path.
  case noLedger(path: String)
  /// Something is there already that was not to be replaced.
  case fileExists(path: String)
  /// A copy of a ledger is not fit for use.
  case unfitCopy(path: String, fault: CopyFault)
  /// The file was replaced again and again while it was being opened.
  case fileReplaced(path: String)
  /// Any other failure of the store.
  case store(path: String, code: Int32, message: String)
  /// A record's time lies more than a day ahead of the ledger's.
  case timestampAhead(milliseconds: Int64, nowMilliseconds: Int64)
  /// A record's time lies before there were calls of models: nobody has set it.
  case timestampUnset(milliseconds: Int64)
  /// A quantity that no call can have, in steps of the meter's scale.
  case quantityOutOfRange(Meter, Int64)
  /// A record of another user than the only one whose records are taken.
  case otherUser(only: String)
  /// One of several calls that are entered together could not be, after others were: all were taken back.
  case notEnteredWhole
  /// An end of a period lies within a quarter hour of which records were archived.
  case archivedEnd(milliseconds: Int64)
  /// A question that only records answer is about some that were archived.
  case archivedSession
}

extension LedgerError {
  /// Translates a failure of SQLite on the file at `path`.
  init(_ error: SQLiteError, path: String) {
    switch error.code.primary {
    case _ where error.isForLackOfSpace: self = .diskFull(path: path)
    case .busy, .locked: self = .locked(path: path, waitedMilliseconds: Ledger.waitMilliseconds)
    case .readOnly: self = .readOnly(path: path)
    case .notADatabase: self = .notALedger(path: path)
    case _ where error.isDamage:
      self = .damaged(path: path, message: (error.table.map { "table \($0): " } ?? "") + error.message)
    case .cantOpen: self = .fileUnusable(path: path, errno: error.systemError ?? 0)
    default: self = .store(path: path, code: error.code.rawValue, message: error.message)
    }
  }

  /// Translates a failure to take the writers' lock.
  init(_ error: FileLockError) {
    switch error {
    case .cannotOpen(let path, let number), .cannotLock(let path, let number):
      self = .fileUnusable(path: path, errno: number)
    case .timedOut(let path, let waited): self = .locked(path: path, waitedMilliseconds: waited)
    }
  }
}
