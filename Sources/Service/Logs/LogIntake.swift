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
  package internal(set) var report = LogReport()
  let service: LedgerService
  private let sources: [any LogSource]
  private let home: LogHome
  let monotonicMilliseconds: () -> Int64
  let projects = ProjectNames()
  var known: [LogPlace: LogProgress]?
  var queue: [LogTask] = []
  let crew = LogCrew()

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
  package var waitingBytes: Int64 { queue.reduce(0) { $0 + $1.waitingBytes } }

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
    report.faults = []
    for source in sources {
      let finder = LogFinder(source, home)
      report.faults += finder.faults.map { LogFault(source: source.name, path: $0.path, reason: .unreadable($0.error)) }
      let others = LogFiles(finder.files)
      for file in finder.files where since.map({ file.modified >= $0 }) ?? true { add(file, source, others, known) }
    }
    queue.sort { $0.file.modifiedNanoseconds > $1.file.modifiedNanoseconds }
  }

  /// Takes files that a user names, whatever their place.
  package func take(_ files: [LogFile], of source: any LogSource) throws(LedgerError) {
    let (known, others) = (try knownProgress(), LogFiles(files))
    for file in files { add(file, source, others, known) }
  }

  private func add(
    _ file: LogFile, _ source: any LogSource, _ others: LogFiles, _ known: [LogPlace: LogProgress]
  ) {
    let place = LogPlace(source: source.name, path: file.path)
    let progress = known[place] ?? LogProgress(source: place.source, path: place.path)
    if progress.fault == nil, LogScanner.isUnchanged(file, since: progress) { return }
    queue.append(LogTask(source: source, others: others, file: file, progress: progress))
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
