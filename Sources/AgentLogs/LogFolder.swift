import CivilTime
import Posix

/// A folder of logs with what was found in it, which is looked through again at the cost of a look at each file.
final class LogFolder {
  /// How deep folders may lie in each other.
  private static let deepest = 16
  /// A folder may change again for so long without another time of its change, in milliseconds: file systems count time
  /// in steps of up to two seconds.
  private static let unsafeMilliseconds: Int64 = 2_000
  /// How far the file system's clock is from ours at the most, in milliseconds.
  private static let mostSkewMilliseconds: Int64 = 3_600_000
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
  private var listed: Listing?

  /// What the folder was like when it was last read.
  private struct Listing {
    let facts: FileFacts
    let at: Instant
    /// When it was first seen like this.
    let since: Instant
  }

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
        listed = facts.flatMap { facts in now.map { Listing(facts: facts, at: $0, since: firstSeen(facts) ?? $0) } }
      }
      let isDatabase = source.form.isDatabase
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
    guard (0..<Self.trustedMilliseconds).contains(age) else { return false }
    return listed.at.milliseconds - listed.since.milliseconds > Self.unsafeMilliseconds
      || listed.at.milliseconds - facts.modifiedNanoseconds / 1_000_000 > Self.mostSkewMilliseconds
  }

  private func firstSeen(_ facts: FileFacts) -> Instant? { listed.flatMap { $0.facts == facts ? $0.since : nil } }

  /// Reads the folder; what is known of files and folders that are still there stays.
  private func list(_ folder: borrowing OpenFolder, _ source: any LogSource) throws(SystemError) {
    let known = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let knownFolders = Dictionary(folders.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    (entries, folders) = ([], [])
    try folder.forEach { name, isFolder in
      if !isFolder {
        let way = prefix + name
        if source.isLog(way) { entries.append(known[name] ?? LogName(name: name, relativePath: way)) }
      } else if depth < Self.deepest, source.mayHoldLogs(prefix + name) {
        let path = "\(path)/\(name)"
        folders.append(knownFolders[path] ?? LogFolder(path, prefix: "\(prefix)\(name)/", depth: depth + 1))
      }
    }
  }
}
