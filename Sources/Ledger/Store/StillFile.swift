import Posix

/// A ledger's file that is read without regard to others, as who may not write beside it cannot hold them off.
struct StillFile {
  private let folder: LedgerFolder
  private let database: FileFacts?
  private let log: FileFacts?

  /// Notes how the file and its log are now.
  init(_ folder: LedgerFolder) {
    self.folder = folder
    database = FileFacts.of(folder.database)
    log = FileFacts.of(folder.writeAheadLog)
  }

  /// Whether somebody has written since, so that what was read may be of two states.
  var hasChanged: Bool {
    FileFacts.of(folder.database) != database || FileFacts.of(folder.writeAheadLog) != log
  }
}
