package import CivilTime
package import Posix

/// Finds the files of a source, again and again: what was found before is only looked at.
package final class LogFinder {
  /// The folders that cannot be read, and why.
  package private(set) var faults: [(path: String, error: SystemError)] = []
  private let source: any LogSource
  private var roots: [Root]

  /// A folder of a source, or a single file.
  private struct Root {
    let path: String
    let folder: LogFolder
    var file: LogName
  }

  /// Looks through the roots of a source.
  package convenience init(_ source: any LogSource, _ home: LogHome) {
    self.init(source, roots: source.roots(of: home))
    look()
  }

  /// Looks through a folder in the place of a source's own.
  package convenience init(_ source: any LogSource, below folder: String) {
    self.init(source, roots: [folder])
    look()
  }

  /// Names the roots of a source; nothing is looked for as yet.
  package init(_ source: any LogSource, roots: [String]) {
    self.source = source
    // Two roots may lead to one place.
    var seen: Set<String> = []
    self.roots = roots.filter { seen.insert($0).inserted }.map { path in
      Root(path: path, folder: LogFolder(path), file: LogName(name: "", relativePath: ""))
    }
  }

  /// Looks for what is there now.
  ///
  /// - Parameter now: The time, to trust folders that have not changed since; nil reads all of them.
  package func look(at now: Instant? = nil) {
    faults = []
    for index in roots.indices { look(at: now, &roots[index]) }
  }

  private func look(at now: Instant?, _ root: inout Root) {
    let facts = FileFacts.of(root.path)
    root.file.update(source.isLog("") ? facts : nil, at: root.path, isDatabase: source.form.isDatabase)
    if facts == nil {
      root.folder.look(for: source, at: now) { faults.append(($0, $1)) }
    } else {
      root.folder.forget()
    }
  }

  /// The files that were found.
  package var files: [LogFile] {
    var files: [LogFile] = []
    forEachEntry { entry in if let file = entry.file { files.append(file) } }
    return files
  }

  /// Returns the files that are not known to be read to their ends.
  ///
  /// - Parameter isRead: Whether one is; of which it tells that, it is asked again when the file has changed.
  package func unread(_ isRead: (LogFile) -> Bool) -> [LogFile] {
    var files: [LogFile] = []
    forEachEntry { entry in
      guard !entry.isRead, let file = entry.file else { return }
      entry.isRead = isRead(file)
      if !entry.isRead { files.append(file) }
    }
    return files
  }

  private func forEachEntry(_ body: (inout LogName) -> Void) {
    for index in roots.indices {
      body(&roots[index].file)
      roots[index].folder.forEachEntry(body)
    }
  }

  /// Returns a file that a user names, of a source that has no place of its own, or out of its place.
  package static func file(at path: String, of source: any LogSource) -> LogFile? {
    FileFacts.of(path).map { facts in
      LogFile(
        path: path, relativePath: path.split(separator: "/").last.map(String.init) ?? "", facts,
        source.form.isDatabase ? FileFacts.of(path + "-wal") : nil)
    }
  }
}

extension LogFolder {
  /// Hands over each file of it and of the folders below.
  fileprivate func forEachEntry(_ body: (inout LogName) -> Void) {
    for index in entries.indices { body(&entries[index]) }
    for folder in folders { folder.forEachEntry(body) }
  }
}
