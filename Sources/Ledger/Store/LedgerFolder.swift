import Posix

/// Where a ledger's files lie, and how they are made: the folder 0700, each file 0600.
package struct LedgerFolder: Sendable, Hashable {
  /// The folder.
  package let path: String

  /// Names the files of the ledger in the folder at `path`; nothing is touched yet.
  package init(path: String) { self.path = path }

  /// The SQLite file.
  package var database: String { path + "/ledger.db" }
  /// SQLite's write-ahead log.
  var writeAheadLog: String { database + "-wal" }
  /// The index of that log.
  var logIndex: String { database + "-shm" }
  /// The file whose lock orders the writers.
  var lock: String { path + "/ledger.lock" }
  /// The file whose lock a deliverer of messages holds, so that there is one at a time.
  package var deliveryLock: String { path + "/deliver.lock" }
  /// Where the copies made before migrations go.
  var backups: String { path + "/backups" }

  /// The file whose lock a restore holds, so that there is one at a time.
  var restoreLock: String { path + "/restore.lock" }
  /// Where a copy is made that is to be restored.
  var restoreDraft: String { path + "/restoring.part" }
  /// The folder of a copy that is to take the place of the ledger's file, and then of the files that were there.
  var restoring: String { path + "/restoring" }
  /// Where the files go that a restore has replaced, in a folder for each.
  var replaced: String { path + "/replaced" }

  /// Where the files of archived records go.
  package var archive: String { path + "/archive" }

  /// Makes the folder and, if need be, those above it.
  func make() throws(LedgerError) {
    try Self.makeFolder(path)
  }

  /// Makes a folder that only its owner can enter, and those above it as the user's mask has it.
  static func makeFolder(_ path: String) throws(LedgerError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return try requireFolder(path) }
    guard errno == ENOENT, let parent = parent(of: path) else {
      throw .folderUnusable(path: path, errno: errno)
    }
    try makeFolder(parent)
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw .folderUnusable(path: path, errno: errno)
    }
  }

  /// Whether anything is at a path, a link that leads nowhere included.
  static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether there is a symbolic link.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The size of a file in bytes, or 0 when it is not there.
  static func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  private static func requireFolder(_ path: String) throws(LedgerError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .folderUnusable(path: path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .folderUnusable(path: path, errno: ENOTDIR) }
  }

  private static func parent(of path: String) -> String? {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else { return nil }
    return String(path[..<slash])
  }
}
