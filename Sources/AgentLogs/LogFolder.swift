import CivilTime
import Posix

/// A folder of logs with what was found in it, which is looked through again at the cost of a look at each file.
final class LogFolder {
  /// How deep folders may lie in each other.
  private static let deepest = 16
  /// A folder that has changed so shortly before it was read may change again without another time, in nanoseconds.
  private static let unsafeNanoseconds: Int64 = 2_000_000_000
  /// For how long its entries are believed to be the same, in milliseconds: some file systems keep no such times.
  private static let trustedMilliseconds: Int64 = 60_000

  /// The files that are logs, in the order of the system.
  var entries: [LogName] = []
  /// The folders in it.
  private(set) var folders: [LogFolder] = []
  private let path: String
  /// The way to it from its root, with a slash at its end.
  private let prefix: String
  private let depth: Int
  private var listed: (facts: FileFacts, at: Instant)?

  /// Names a folder.
  init(_ path: String, prefix: String = "", depth: Int = 0) {
    self.path = path
    self.prefix = prefix
    self.depth = depth
  }

  /// Finds the files of a source, and what has become of those that are known.
  ///
  /// - Parameters:
  ///   - now: The time; nil reads all folders again.
  ///   - fault: Hears of folders that cannot be read; where there is none, there is nothing.
  func look(for source: any LogSource, at now: Instant?, fault: (String, SystemError) -> Void) {
    do throws(SystemError) {
      let folder = try OpenFolder(path)
      let facts = folder.facts
      if !isListed(facts, at: now) {
        try list(folder, source)
        listed = facts.flatMap { facts in now.map { (facts, $0) } }
      }
      let isDatabase = source is any DatabaseSource
      for index in entries.indices {
        let name = entries[index].name
        entries[index].update(folder.facts(of: name), at: "\(path)/\(name)", isDatabase: isDatabase)
      }
    } catch {
      forget()
      if !error.isForLackOfFolder { fault(path, error) }
    }
    for folder in folders { folder.look(for: source, at: now, fault: fault) }
  }

  /// Lets go of all that was found.
  func forget() { (entries, folders, listed) = ([], [], nil) }

  private func isListed(_ facts: FileFacts?, at now: Instant?) -> Bool {
    guard let listed, let facts, let now, listed.facts == facts else { return false }
    let age = now.milliseconds - listed.at.milliseconds
    return (0..<Self.trustedMilliseconds).contains(age)
      && listed.at.milliseconds * 1_000_000 - facts.modifiedNanoseconds > Self.unsafeNanoseconds
  }

  /// Reads the folder; what is known of files and folders that are still there stays.
  private func list(_ folder: borrowing OpenFolder, _ source: any LogSource) throws(SystemError) {
    let known = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let knownFolders = Dictionary(folders.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    (entries, folders) = ([], [])
    try folder.forEach { name, isFolder in
      if !isFolder {
        let way = prefix + name
        if source.isLog(way) { entries.append(known[name] ?? LogName(name: name, relativePath: way)) }
      } else if depth < Self.deepest {
        let path = "\(path)/\(name)"
        folders.append(knownFolders[path] ?? LogFolder(path, prefix: "\(prefix)\(name)/", depth: depth + 1))
      }
    }
  }
}
