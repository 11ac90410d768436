import Posix
import SQLite

/// A ledger's file that is read without regard to others, as who may not write beside it cannot hold them off.
struct StillFile {
  private let path: String
  private let database: FileFacts?
  private let log: FileFacts?

  /// Notes how the file and its log are now.
  init(_ path: String) {
    self.path = path
    database = FileFacts.of(path)
    log = FileFacts.of(Self.log(of: path))
  }

  /// Whether somebody has written since, so that what was read may be of two states.
  var hasChanged: Bool {
    FileFacts.of(path) != database || FileFacts.of(Self.log(of: path)) != log
  }

  /// Whether there is nothing in the log beside a ledger's file that is not in the file.
  static func isWhole(_ path: String) -> Bool {
    let log = log(of: path)
    guard LedgerFolder.size(of: log) > 0 else { return true }
    return access(log, R_OK) == 0 && WriteAheadLog(path: log) == nil
  }

  private static func log(of path: String) -> String { path + "-wal" }
}
