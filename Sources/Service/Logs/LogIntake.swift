package import AgentLogs
package import CivilTime
package import Ledger

/// Takes the calls that other programs have logged into the ledger, from where each file was read to.
///
/// ``look(since:)`` finds what is new, ``work(milliseconds:)`` takes it in, newest files first. Whatever ends the
/// process, the next one goes on: how far a file is read is noted with the last of the calls that were read, and a call
/// that is entered again changes nothing.
package final class LogIntake {
  /// For how long an answer of the server waits for what is new, in milliseconds.
  package static let patienceMilliseconds: Int64 = 40
  /// How long a step is that others wait for, in milliseconds: with its commit it is to take less than 50.
  private static let stepMilliseconds: Int64 = 30
  /// For how long a person's or a script's command waits for it: for some gigabytes.
  package static let commandPatienceMilliseconds: Int64 = 10_000
  /// How long what was found is good for while there is work, in milliseconds.
  private static let lookMilliseconds: Int64 = 1_000

  /// What has become of the work so far.
  package internal(set) var report = LogReport()
  unowned let service: LedgerService
  /// The service, unless it owns its intake: were it owned in turn, both would stay, and the ledger's file open.
  private var keptService: LedgerService?
  private let sources: [any LogSource]
  private let home: LogHome
  let monotonicMilliseconds: () -> Int64
  let projects = ProjectNames()
  /// How far files are read, as the running batch has it; nil before that is known.
  var known: [LogPlace: LogProgress]?
  /// Which opening of the ledger's file says so.
  private var knownOpening = 0
  /// What is to be read, the next one last.
  var queue: [LogTask] = []
  /// What is being read, or is read and not entered as a whole.
  var underWay: [LogPlace: LogTask] = [:]
  let crew = LogCrew()
  /// The stretch whose calls are being entered.
  var entry: LogEntry?
  /// What the running batch began with.
  var batch = LogBatch()
  /// When the last batch became durable.
  var committedAt: Int64?
  /// How many bytes are read since nothing waited.
  var readBytes: Int64 = 0
  private var pause = LogPause()
  private var lookedAt: Int64?
  /// What finds the files of each source, as long as it is known how far they are read.
  private var finders: [LogFinder] = []

  /// Creates an intake of sources, the logs of whom are in `home`.
  package init(
    _ service: LedgerService, sources: [any LogSource], home: LogHome, monotonicMilliseconds: @escaping () -> Int64
  ) {
    self.service = service
    keptService = service
    self.sources = sources
    self.home = home
    self.monotonicMilliseconds = monotonicMilliseconds
  }

  /// Leaves it to the service to stay as long as this does.
  func becomeOwned() { keptService = nil }

  /// Whether there is more to be taken in, and now is a time for it: after a failure that is some seconds later.
  package var hasWork: Bool { isBehind && !pause.isOn(at: monotonicMilliseconds()) }
  /// The moment since which everything that was logged is taken in; nil where nothing waits.
  package var completeSince: Instant? {
    let waiting = queue.lazy.map(\.file.modified).max()
    return [waiting, underWay.values.lazy.map(\.file.modified).max()].compactMap(\.self).max()
  }
  /// How much is read since nothing waited; nil where nothing waits, or now is no time for it.
  package var progress: LogIntakeProgress? {
    guard hasWork, let completeSince else { return nil }
    return LogIntakeProgress(readBytes: readBytes, waitingBytes: waitingBytes, completeSince: completeSince)
  }
  /// How many bytes wait.
  package var waitingBytes: Int64 {
    queue.reduce(0) { $0 + $1.waitingBytes } + underWay.values.reduce(0) { $0 + $1.waitingBytes }
  }

  /// Whether anything waits.
  private var isBehind: Bool { !queue.isEmpty || !underWay.isEmpty }

  /// Takes in what is new before a question is answered, as far as time allows.
  ///
  /// Whatever fails is noted in ``report`` and in the log: the question is answered from what is there.
  package func catchUp(milliseconds: Int64 = patienceMilliseconds) {
    attempt(milliseconds) { () throws(LedgerError) in
      // A session that goes on comes before older ones that still wait.
      if !isBehind || monotonicMilliseconds() - (lookedAt ?? 0) >= Self.lookMilliseconds { try look() }
    }
  }

  /// Goes on with what waits, for one step.
  package func goOn() { attempt(Self.stepMilliseconds) {} }

  /// Takes in what is new of one session of Claude Code and its agents, and of nothing else.
  package func catchUp(withSession path: String, milliseconds: Int64) {
    attempt(milliseconds) { () throws(LedgerError) in
      for source in sources {
        let agents = LogFinder(source, below: path.dropping(suffix: ".jsonl") + "/subagents").files
        try take((LogFinder.file(at: path, of: source).map { [$0] } ?? []) + agents, of: source)
      }
    }
  }

  private func attempt(_ milliseconds: Int64, _ find: () throws(LedgerError) -> Void) {
    guard !service.ledger.hasWritten, !pause.isOn(at: monotonicMilliseconds()) else { return }
    do throws(LedgerError) {
      try service.ledger.open()
      if service.ledger.isReadOnly { return }
      try find()
      if isBehind { try work(milliseconds: milliseconds, waitingForOthers: milliseconds) }
      pause = LogPause()
    } catch {
      pause.begin(at: monotonicMilliseconds())
      // That somebody else writes is no trouble.
      if case .locked = error { return }
      service.noteUntaken(error)
    }
  }

  /// Finds the files that are new or have changed, of those that were written at `since` or later.
  package func look(since: Instant? = nil) throws(LedgerError) {
    let known = try knownProgress()
    if !isBehind { readBytes = 0 }
    lookedAt = monotonicMilliseconds()
    queue = []
    report.faults = []
    for (source, finder) in zip(sources, finders) {
      finder.look(at: service.now())
      report.faults += finder.faults.map { LogFault(source: source.name, path: $0.path, reason: .unreadable($0.error)) }
      let files = finder.unread { file in
        known[LogPlace(source: source.name, path: file.path)]?.isAll(of: file) ?? false
      }
      guard !files.isEmpty else { continue }
      let others = LogFiles(finder.files)
      for file in files where since.map({ file.modified >= $0 }) ?? true {
        add(file, source, others, known[LogPlace(source: source.name, path: file.path)])
      }
    }
    queue.sort { $0.file.modifiedNanoseconds < $1.file.modifiedNanoseconds }
  }

  /// Takes files that a user names, whatever their place.
  package func take(_ files: [LogFile], of source: any LogSource) throws(LedgerError) {
    let others = LogFiles(files)
    for file in files {
      // One row each, where all are not known anyway.
      var progress = known?[LogPlace(source: source.name, path: file.path)]
      if progress == nil { progress = try service.ledger.logProgress(of: file.path, source: source.name) }
      add(file, source, others, progress)
    }
    queue.sort { $0.file.modifiedNanoseconds < $1.file.modifiedNanoseconds }
  }

  private func add(_ file: LogFile, _ source: any LogSource, _ others: LogFiles, _ known: LogProgress?) {
    let progress = known ?? LogProgress(source: source.name, path: file.path)
    let isUnchanged = LogScanner.isUnchanged(file, since: progress)
    if isUnchanged, let reason = progress.lastingFault {
      report.faults.append(LogFault(source: source.name, path: file.path, reason: reason))
    } else if !isUnchanged || progress.fault != nil {
      let task = LogTask(source: source, others: others, file: file, progress: progress)
      // What is being read just now is not read twice, unless it has changed since.
      if underWay[task.place]?.file != file { queue.append(task) }
    }
  }

  private func knownProgress() throws(LedgerError) -> [LogPlace: LogProgress] {
    try service.ledger.open()
    if let known, knownOpening == service.ledger.openings { return known }
    var found: [LogPlace: LogProgress] = [:]
    for progress in try service.ledger.logProgress() {
      found[LogPlace(source: progress.source, path: progress.path)] = progress
    }
    (known, knownOpening) = (found, service.ledger.openings)
    finders = sources.map { LogFinder($0, roots: $0.roots(of: home)) }
    return found
  }
}

extension LogProgress {
  /// Whether all of a file is read.
  fileprivate func isAll(of file: LogFile) -> Bool { fault == nil && LogScanner.isUnchanged(file, since: self) }

  /// Why the file cannot be read as long as it does not change; nil where it may be tried again.
  fileprivate var lastingFault: LogError? {
    guard let fault, case .tooLong(let length)? = LogError(code: fault) else { return nil }
    return .tooLong(length)
  }
}

extension String {
  fileprivate func dropping(suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
