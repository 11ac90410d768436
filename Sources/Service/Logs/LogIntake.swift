package import AgentLogs
package import CivilTime
package import Ledger

/// Takes the calls that other programs have logged into the ledger, from where each file was read to.
///
/// ``look()`` finds what is new, ``work(milliseconds:)`` takes it in, newest files first. Whatever ends the process,
/// the next one goes on: what was entered and how far a file is read are one transaction.
package final class LogIntake {
  /// For how long an answer waits for what is new, in milliseconds.
  package static let patienceMilliseconds: Int64 = 40

  /// What has become of the work so far.
  package private(set) var report = LogReport()
  private let service: LedgerService
  private let sources: [any LogSource]
  private let home: LogHome
  private let monotonicMilliseconds: () -> Int64
  private let projects = ProjectNames()
  private var known: [LogPlace: LogProgress]?
  private var queue: [Item] = []
  private var scanners: [LogScanner] = []

  /// A file that is to be read.
  private struct Item {
    let source: Int
    let file: LogFile
    var progress: LogProgress
  }

  /// A file of a source.
  struct LogPlace: Hashable {
    let source: String
    let path: String
  }

  /// Creates an intake of sources, the logs of whom are in `home`.
  package init(
    _ service: LedgerService, sources: [any LogSource], home: LogHome, monotonicMilliseconds: @escaping () -> Int64
  ) {
    self.service = service
    self.sources = sources
    self.home = home
    self.monotonicMilliseconds = monotonicMilliseconds
  }

  /// Whether there is more to be taken in.
  package var hasWork: Bool { !queue.isEmpty }
  /// The moment since which everything that was logged is taken in; nil where nothing waits.
  package var completeSince: Instant? { queue.first?.file.modified }
  /// How many bytes wait.
  package var waitingBytes: Int64 { queue.reduce(0) { $0 + max(0, $1.file.size - $1.progress.readTo) } }

  /// Takes in what is new before a question is answered, as far as time allows.
  ///
  /// Whatever fails is noted in ``report`` and in the log: the question is answered from what is there.
  package func catchUp() {
    guard !service.ledger.hasWritten else { return }
    do throws(LedgerError) {
      if queue.isEmpty { try look() }
      if !queue.isEmpty { try work(milliseconds: Self.patienceMilliseconds) }
    } catch {
      service.noteUntaken(error)
    }
  }

  /// Finds the files that are new or have changed, of those that were written at `since` or later.
  package func look(since: Instant? = nil) throws(LedgerError) {
    let known = try knownProgress()
    queue = []
    scanners = []
    report.faults = []
    for (index, source) in sources.enumerated() {
      let finder = LogFinder(source, home)
      report.faults += finder.faults.map { LogFault(source: source.name, path: $0.path, reason: .unreadable($0.error)) }
      scanners.append(LogScanner(among: LogFiles(finder.files)))
      for file in finder.files where since.map({ file.modified >= $0 }) ?? true { add(file, index, known) }
    }
    queue.sort { $0.file.modifiedNanoseconds > $1.file.modifiedNanoseconds }
  }

  /// Takes files that a user names, whatever their place.
  package func take(_ files: [LogFile], of source: any LogSource, explains: Bool = false) throws(LedgerError) {
    guard let index = sources.firstIndex(where: { $0.name == source.name && type(of: $0) == type(of: source) }) else {
      preconditionFailure("\(source.name) is none of the sources")
    }
    let known = try knownProgress()
    while scanners.count < sources.count { scanners.append(LogScanner(among: LogFiles(files), explains: explains)) }
    scanners[index] = LogScanner(among: LogFiles(files), explains: explains)
    for file in files { add(file, index, known) }
  }

  private func add(_ file: LogFile, _ source: Int, _ known: [LogPlace: LogProgress]) {
    let place = LogPlace(source: sources[source].name, path: file.path)
    let progress = known[place] ?? LogProgress(source: place.source, path: place.path)
    if progress.fault == nil, LogScanner.isUnchanged(file, since: progress) { return }
    queue.append(Item(source: source, file: file, progress: progress))
  }

  private func knownProgress() throws(LedgerError) -> [LogPlace: LogProgress] {
    if let known { return known }
    var found: [LogPlace: LogProgress] = [:]
    for progress in try service.ledger.logProgress() {
      found[LogPlace(source: progress.source, path: progress.path)] = progress
    }
    known = found
    return found
  }
}

extension LogIntake {
  /// Takes in what waits, for about so long, and makes it durable.
  package func work(milliseconds: Int64) throws(LedgerError) {
    let end = monotonicMilliseconds() + milliseconds
    var noted: [LogProgress] = []
    do throws(LedgerError) {
      repeat {
        guard let item = queue.first else { break }
        if let progress = try step(item) { noted.append(progress) }
      } while monotonicMilliseconds() < end
      try service.ledger.commit()
    } catch {
      service.ledger.rollBack()
      // What was taken back must be read again, from what the file says.
      known = nil
      queue = []
      throw error
    }
    for progress in noted { known?[LogPlace(source: progress.source, path: progress.path)] = progress }
  }

  /// Reads a stretch of a file and enters what it tells.
  ///
  /// - Returns: How far the file is read; nil where another process was faster.
  private func step(_ item: Item) throws(LedgerError) -> LogProgress? {
    let stretch = read(item)
    let place = LogPlace(source: item.progress.source, path: item.progress.path)
    let held = try service.ledger.lockedProgress(of: place.path, source: place.source)
    let base = LogProgress(source: place.source, path: place.path)
    guard (held ?? base).isSame(as: item.progress) else {
      known?[place] = held
      queue.removeFirst()
      if let held { again(item, from: held) }
      return nil
    }
    var progress = stretch.progress
    progress.readAt = service.now()
    try enter(stretch, into: &progress)
    try service.ledger.note(progress)
    if stretch.hasMore { queue[0].progress = progress } else { queue.removeFirst() }
    return progress
  }

  private func again(_ item: Item, from progress: LogProgress) {
    guard !LogScanner.isUnchanged(item.file, since: progress) else { return }
    queue.insert(Item(source: item.source, file: item.file, progress: progress), at: 0)
  }

  /// A file that cannot be read is noted with its reason, and left until it changes.
  private func read(_ item: Item) -> LogStretch {
    do throws(LogError) {
      return try scanners[item.source].read(item.file, of: sources[item.source], from: item.progress)
    } catch {
      report.faults.append(LogFault(source: item.progress.source, path: item.file.path, reason: error))
      return LogStretch(unread: item.file, from: item.progress, for: error)
    }
  }

  private func enter(_ stretch: LogStretch, into progress: inout LogProgress) throws(LedgerError) {
    var tally = LogTally(skipped: stretch.findings.skipped)
    let entering = LogEntering(service, projects)
    for call in stretch.findings.calls {
      switch try entering.enter(call, source: progress.source) {
      case .entered(let call): tally.count(call)
      case .left(let reason):
        tally.skipped[reason, default: 0] += 1
        progress.skipped[reason.rawValue, default: 0] += 1
      }
    }
    if !stretch.findings.windows.isEmpty { try service.ledger.note(stretch.findings.windows) }
    report.add(tally, of: progress.source, explanations: stretch.findings.explanations)
  }
}

extension LogProgress {
  /// Whether a file is read as far as by another account, whatever was counted.
  fileprivate func isSame(as other: LogProgress) -> Bool {
    readTo == other.readTo && memory == other.memory && size == other.size && inode == other.inode
  }
}

extension LogStretch {
  /// Nothing of a file that cannot be read.
  fileprivate init(unread file: LogFile, from progress: LogProgress, for reason: LogError) {
    var progress = progress
    progress.fault = reason.code
    (progress.size, progress.modifiedNanoseconds) = (file.size, file.modifiedNanoseconds)
    (progress.device, progress.inode) = (file.device, file.inode)
    self.init(findings: LogFindings(), progress: progress, hasMore: false)
  }
}
