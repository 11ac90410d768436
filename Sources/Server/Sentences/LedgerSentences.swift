import CivilTime
package import Ledger
import Posix
import Pricing
import Service

/// What a failure of the ledger says to the person or model that must act on it.
package enum LedgerSentences {
  /// Returns what happened, where, and what to do.
  package static func message(_ error: LedgerError) -> String {
    switch error {
    case .folderUnusable(let path, let number):
      "The data folder \(path) cannot be used: \(systemError(number)); \(chooseFolder)"
    case .fileUnusable(let path, ELOOP):
      "\(path) is a symbolic link that leads to no file. Remove it, or: \(chooseFolder)"
    case .fileUnusable(let path, let number):
      "The file \(path) cannot be opened: \(systemError(number)). Check its permissions, or: \(chooseFolder)"
    case .notALedger(let path):
      "\(path) is not a TokenLedger file and was left untouched. Move it away, or: \(chooseFolder)"
    case .foreignLog(let path):
      "\(path) does not belong to the log \(path)-wal beside it: one of them was replaced or removed. Nothing was recorded, and nothing of either was changed. To use a copy of the ledger, run: \(Product.name) restore FILE. Otherwise put the former \(path) back, or move the log away if you do not need what it holds."
    case .logRemoved(let path):
      "\(path)-wal or \(path)-shm was removed while other processes have the ledger open, and one of them has not noticed yet. Nothing was recorded; call again in a few seconds, and if it lasts look for a stuck token-ledger process or an open SQLite shell and end it."
    case .logLost(let path):
      "\(path)-wal was replaced by another file while the ledger was open. What was recorded last may be missing: look for it with get_usage before you record it again. No file was changed."
    case .newerSchema(let path, let found, let known):
      "\(path) has format \(found), but this program knows only formats up to \(known). Update token-ledger; the file was left untouched."
    case .olderFormat(let path, let found, let known):
      "\(path) has format \(found), this program reads format \(known), and the ledger cannot be brought to it where it cannot be written. Open it once where it can be: give yourself the right to write, or copy its folder, and run: \(Product.name) doctor"
    case .logUnreadable(let path):
      "\(path)-wal holds what was recorded last, and it cannot be read without \(path)-shm, which is not there and cannot be made. Open the ledger once where it can be written: give yourself the right to write, or copy its folder, and run: \(Product.name) doctor"
    case .locked(let path, let waited):
      "Another process has held the ledger \(path) for \(waited / 1000) seconds. Nothing was recorded; try again, and if it lasts look for a stuck token-ledger process or an open SQLite shell."
    case .diskFull(let path):
      "The disk that holds \(path) is full. Nothing was recorded; free some space and call again."
    case .readOnly(let path):
      "\(path) or its folder cannot be written. Nothing was recorded; check the permissions, or \(chooseFolder)"
    case .damaged(let path, let message):
      "The ledger \(path) is damaged (\(message)). Nothing was recorded. If you have a backup, run: \(Product.name) restore FILE"
    case .backupFailed(let path, let message):
      "The ledger was not brought to the new format, because its backup \(path) could not be written (\(message)). Free some space there and start again."
    case .notPlainFile(let path):
      "\(path) is a symbolic link or otherwise not ours, and was left as it was. Remove it and try again."
    case .noLedger(let path):
      "There is no ledger at \(path); \(chooseFolder)"
    case .fileExists(let path):
      "\(path) is there already and was left as it was. Name another file, or give --replace, which replaces any file but those of the ledger itself."
    case .unfitCopy(let path, let fault): "\(path) \(reason(fault)) It was left as it was, and so was the ledger."
    case .fileReplaced(let path):
      "\(path) was replaced or changed while it was being opened or read. Nothing was recorded; call again."
    case .store(let path, let code, let message):
      "The ledger \(path) could not be read or written: \(message) (SQLite code \(code)). Nothing was recorded."
    case .timestampAhead(let time, let now):
      "Argument `timestamp`: \(Instant(milliseconds: time)) lies more than 24 hours after the ledger's time \(Instant(milliseconds: now)). Give the time of the call, or leave it out for now."
    case .timestampUnset(let time):
      "Argument `timestamp`: \(Instant(milliseconds: time)) is before any call of a model; a time that nobody has set looks so (0001-01-01 in Go, 1970-01-01 in many languages). Give the time of the call, or leave it out for now."
    case .quantityOutOfRange(let meter, let quantity):
      "\(meter.decimal(of: quantity)) of \(meter.name) is not a quantity that one call can have. Accepted are 0 to \(Ledger.largestQuantity)."
    case .otherUser(let onlyUser): Identity.refusal(onlyUser)
    case .notEnteredWhole:
      "One of the calls could not be entered with what is recorded of it already, so none that was sent with it was recorded. Report it by itself to see why, and send the others again."
    case .archivedEnd(let time):
      "Records around \(Instant(milliseconds: time)) are archived, and what is kept of them is told apart by quarter hours only. Let the period begin and end on a quarter hour."
    case .archivedSession:
      "Records of this session in this period are archived, and what is left does not tell all that is asked. Ask without `session_id`, or about later records."
    }
  }

  /// Says that a ledger is only read, and what is left out then.
  package static func readOnly(_ path: String) -> String {
    "\(path) or its folder cannot be written, so the ledger is only read: nothing is recorded, no logs of agents are taken in, and limits and settings hold as the ledger has them."
  }

  /// Says that calls of a period count, but cannot be shown one by one.
  ///
  /// - Parameter parts: The parts of the answer that would show or need them.
  static func archived(calls: Int64, missingIn parts: [String]) -> String {
    let places = parts.map { "`\($0)`" }.joined(separator: " and ")
    return
      "\(Grouped.count(calls, "call")) of this period \(calls == 1 ? "is" : "are") archived: totals and groups count them, but they are missing in \(places)."
  }

  private static func reason(_ fault: CopyFault) -> String {
    switch fault {
    case .unreadable(let number): "cannot be read: \(systemError(number))."
    case .notALedger: "is not a ledger of TokenLedger."
    case .newerFormat(let found, let known):
      "has format \(found), but this program knows only formats up to \(known). Update token-ledger."
    case .damaged(let message): "is damaged (\(message)). Use another copy."
    }
  }

  private static let chooseFolder = "choose another folder with --data-dir or TOKEN_MONITOR_DATA_DIR."

  private static func systemError(_ number: Int32) -> String { SystemError(number).text }
}
