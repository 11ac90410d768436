package import AgentLogs
package import CivilTime
package import Ledger
import Posix

/// What was found of a program's logs, and how far it is read.
package struct LogShelf: Sendable {
  /// The program.
  package let name: String
  /// The folders and files in which its logs are looked for, of those that are there.
  package private(set) var folders: [String] = []
  /// How many files are there, and how many of them are read to their end.
  package private(set) var files = 0
  package private(set) var filesRead = 0
  /// How many bytes they have.
  package private(set) var bytes: Int64 = 0
  /// How many calls were found in them, and in files that are gone.
  package private(set) var calls: Int64 = 0
  /// When one of them was last read.
  package private(set) var lastRead: Instant?
  /// What cannot be read.
  package private(set) var faults: [LogFault] = []

  /// Returns the shelves of all programs; nothing is read of their logs.
  package static func all(of service: LedgerService, _ home: LogHome) throws(LedgerError) -> [LogShelf] {
    let progress = Dictionary(grouping: try service.ledger.logProgress(), by: \.source)
    return LogSources.names.map { LogShelf($0, progress[$0] ?? [], home) }
  }

  private init(_ name: String, _ progress: [LogProgress], _ home: LogHome) {
    self.name = name
    let known = Dictionary(progress.map { ($0.path, $0) }, uniquingKeysWith: { _, last in last })
    for source in LogSources.named(name) { look(through: source, home, known) }
    calls = progress.reduce(0) { $0 + $1.calls }
    lastRead = progress.map(\.readAt).max()
    for one in progress {
      guard let reason = one.fault.flatMap(LogError.init(code:)) else { continue }
      faults.append(LogFault(source: name, path: one.path, reason: reason))
    }
  }

  private mutating func look(through source: any LogSource, _ home: LogHome, _ known: [String: LogProgress]) {
    let finder = LogFinder(source, home)
    for root in source.roots(of: home) where access(root, F_OK) == 0 && !folders.contains(root) { folders.append(root) }
    for file in finder.files {
      files += 1
      bytes += file.size
      if let progress = known[file.path], progress.fault == nil, LogScanner.isUnchanged(file, since: progress) {
        filesRead += 1
      }
    }
    faults += finder.faults.map { LogFault(source: name, path: $0.path, reason: .unreadable($0.error)) }
  }
}
