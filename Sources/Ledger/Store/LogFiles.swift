import Posix

/// The write-ahead log and its index: which files they were when they were opened.
///
/// SQLite notices that the ledger's file was moved, but not that these two were. Its locks are in the index, so whoever
/// has another index than the others overwrites what they write; and a log that has no name any more is found by nobody.
struct LogFiles: Hashable {
  private let paths: Paths
  private let log: FileID
  private let index: FileID

  /// Notes which files lie in the folder now; nil unless both are there.
  init?(_ folder: LedgerFolder) {
    paths = Paths(log: folder.writeAheadLog, index: folder.logIndex)
    guard let log = FileID(paths.log), let index = FileID(paths.index) else { return nil }
    self.log = log
    self.index = index
  }

  /// Whether either of them is not at its path any more.
  var areGone: Bool { isLogGone || isIndexGone }

  /// Whether the log is not at its path any more.
  var isLogGone: Bool { FileID(paths.log) != log }

  /// Whether the index is not at its path any more.
  var isIndexGone: Bool { FileID(paths.index) != index }

  /// Where they lie, put together once, as each batch looks there twice.
  private struct Paths: Hashable {
    let log: String
    let index: String
  }

  /// Which file it is, whatever it is called; while it is open, no other one gets these numbers.
  private struct FileID: Hashable {
    let device: dev_t
    let inode: ino_t

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      (device, inode) = (status.st_dev, status.st_ino)
    }
  }
}
