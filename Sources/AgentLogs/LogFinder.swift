import Ledger
package import Posix

/// Finds the files of a source.
package struct LogFinder {
  /// The files that were found.
  package private(set) var files: [LogFile] = []
  /// The folders that cannot be read, and why.
  package private(set) var faults: [(path: String, error: SystemError)] = []

  /// Looks through the roots of a source.
  package init(_ source: any LogSource, _ home: LogHome) {
    // Two roots may lead to one place.
    var seen: Set<String> = []
    for root in source.roots(of: home) where seen.insert(root).inserted { look(into: root, source) }
  }

  /// Looks through a folder in the place of a source's own.
  package init(_ source: any LogSource, below folder: String) { look(into: folder, source) }

  private mutating func look(into root: String, _ source: any LogSource) {
    if let facts = FileFacts.of(root) {
      if source.isLog("") { add(root, "", facts, source) }
      return
    }
    FolderWalk.files(
      below: root, wanted: { source.isLog($0) }, fault: { faults.append(($0, $1)) },
      { path, facts in add("\(root)/\(path)", path, facts, source) })
  }

  private mutating func add(_ path: String, _ relativePath: String, _ facts: FileFacts, _ source: any LogSource) {
    files.append(LogFile(path: path, relativePath: relativePath, facts.with(source, path)))
  }

  /// Returns a file that a user names, of a source that has no place of its own, or out of its place.
  package static func file(at path: String, of source: any LogSource) -> LogFile? {
    FileFacts.of(path).map { facts in
      LogFile(
        path: path, relativePath: path.split(separator: "/").last.map(String.init) ?? "", facts.with(source, path))
    }
  }
}

extension FileFacts {
  /// Of a database also what its write-ahead log holds, which grows while the file itself stays as it is.
  fileprivate func with(_ source: any LogSource, _ path: String) -> (FileFacts, log: FileFacts?) {
    (self, source is any DatabaseSource ? FileFacts.of(path + "-wal") : nil)
  }
}

extension LogFile {
  fileprivate init(path: String, relativePath: String, _ facts: (file: FileFacts, log: FileFacts?)) {
    self.init(
      path: path, relativePath: relativePath, device: facts.file.device, inode: facts.file.inode,
      size: facts.file.size + (facts.log?.size ?? 0),
      modifiedNanoseconds: max(facts.file.modifiedNanoseconds, facts.log?.modifiedNanoseconds ?? 0))
  }
}
