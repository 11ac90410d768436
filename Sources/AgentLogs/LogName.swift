import Posix

/// A name under which there may be a log, and what was last found there.
struct LogName {
  /// The name in its folder.
  let name: String
  /// The way to it from its root.
  let relativePath: String
  /// The file, where there is one.
  private(set) var file: LogFile?
  /// Whether the file is known to be read to its end.
  var isRead = false

  init(name: String, relativePath: String) {
    self.name = name
    self.relativePath = relativePath
  }

  /// Notes what the system says of the file now.
  ///
  /// - Parameter path: Asked for only where that is something else than before.
  mutating func update(_ facts: FileFacts?, at path: @autoclosure () -> String, isDatabase: Bool) {
    guard let facts else { return file = nil }
    // Of a database also what its write-ahead log holds, which grows while the file itself stays as it is.
    let log = isDatabase ? FileFacts.of(path() + "-wal") : nil
    if let file, file.isAs(facts, log) { return }
    file = LogFile(path: path(), relativePath: relativePath, facts, log)
    isRead = false
  }
}

extension LogFile {
  init(path: String, relativePath: String, _ facts: FileFacts, _ log: FileFacts?) {
    self.init(
      path: path, relativePath: relativePath, device: facts.device, inode: facts.inode,
      size: facts.size + (log?.size ?? 0),
      modifiedNanoseconds: max(facts.modifiedNanoseconds, log?.modifiedNanoseconds ?? 0))
  }

  /// Whether the file is still the one that was found.
  fileprivate func isAs(_ facts: FileFacts, _ log: FileFacts?) -> Bool {
    inode == facts.inode && device == facts.device && size == facts.size + (log?.size ?? 0)
      && modifiedNanoseconds == max(facts.modifiedNanoseconds, log?.modifiedNanoseconds ?? 0)
  }
}
