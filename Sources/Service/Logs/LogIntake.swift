package import AgentLogs
package import CivilTime
package import Ledger

/// Takes the calls that other programs have logged into the ledger, from where each file was read to.
///
/// ``look()`` finds what is new, ``work(milliseconds:)`` takes it in, newest files first. Whatever ends the process,
/// the next one goes on: what was entered and how far a file is read are one transaction.
package final class LogIntake {
  /// For how long an answer of the server waits for what is new, in milliseconds.
  package static let patienceMilliseconds: Int64 = 40
  /// For how long a person's or a script's command waits for it: for some gigabytes.
  package static let commandPatienceMilliseconds: Int64 = 10_000
  /// How long what was found is good for while there is work, in milliseconds.
  private static let lookMilliseconds: Int64 = 1_000

  /// What has become of the work so far.
  package internal(set) var report = LogReport()
  // The service owns its intake: both would stay, and the file open.
  unowned let service: LedgerService
  private let sources: [any LogSource]
  private let home: LogHome
  let monotonicMilliseconds: () -> Int64
  let projects = ProjectNames()
  var known: [LogPlace: LogProgress]?
  var queue: [LogTask] = []
  let crew = LogCrew()
  private var lookedAt: Int64?

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
  package func catchUp(milliseconds: Int64 = patienceMilliseconds) {
    attempt { () throws(LedgerError) in
      // A session that goes on comes before older ones that still wait.
      if queue.isEmpty || monotonicMilliseconds() - (lookedAt ?? 0) >= Self.lookMilliseconds { try look() }
      if !queue.isEmpty { try work(milliseconds: milliseconds) }
    }
  }

  /// Goes on with what waits, for as long as an answer would wait.
  package func goOn() {
    attempt { () throws(LedgerError) in try work(milliseconds: Self.patienceMilliseconds) }
  }

  /// Takes in what is new of one session of Claude Code and its agents, and of nothing else.
  package func catchUp(withSession path: String, milliseconds: Int64) {
    attempt { () throws(LedgerError) in
      for source in sources {
        let agents = LogFinder(source, below: path.dropping(suffix: ".jsonl") + "/subagents").files
        try take((LogFinder.file(at: path, of: source).map { [$0] } ?? []) + agents, of: source)
      }
      if !queue.isEmpty { try work(milliseconds: milliseconds) }
    }
  }

  private func attempt(_ work: () throws(LedgerError) -> Void) {
    guard !service.ledger.hasWritten else { return }
    do throws(LedgerError) { try work() } catch { service.noteUntaken(error) }
  }

  /// Finds the files that are new or have changed, of those that were written at `since` or later.
  package func look(since: Instant? = nil) throws(LedgerError) {
    let known = try knownProgress()
    lookedAt = monotonicMilliseconds()
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
    let others = LogFiles(files)
    for file in files {
      let place = LogPlace(source: source.name, path: file.path)
      // One row each, where all are not known anyway.
      var progress = known?[place]
      if progress == nil { progress = try service.ledger.logProgress(of: file.path, source: source.name) }
      add(file, source, others, progress.map { [place: $0] } ?? [:])
    }
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

extension String {
  fileprivate func dropping(suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
