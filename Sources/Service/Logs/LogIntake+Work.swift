import AgentLogs
package import Ledger

extension LogIntake {
  /// How many bytes are read at once while calls are entered; and from how many on it is worth a thread.
  private static let roundLength: Int64 = 8 << 20
  /// How many files are read at once.
  private static let roundFiles = 64

  /// Takes in what waits, for about so long, and makes it durable.
  package func work(milliseconds: Int64) throws(LedgerError) {
    let end = monotonicMilliseconds() + milliseconds
    var noted: [LogProgress] = []
    do throws(LedgerError) {
      if waitingBytes < Self.roundLength {
        while !queue.isEmpty, monotonicMilliseconds() < end {
          let task = queue.removeFirst()
          try take(crew.read(task), of: task, &noted)
        }
      } else {
        try workInRounds(until: end, &noted)
      }
      try service.ledger.commit()
    } catch {
      _ = crew.end()
      service.ledger.rollBack()
      // What was taken back must be read again, from what the file says.
      known = nil
      queue = []
      throw error
    }
    for progress in noted { known?[LogPlace(source: progress.source, path: progress.path)] = progress }
  }

  /// Reads the files of one round while the calls of the round before are entered.
  private func workInRounds(until end: Int64, _ noted: inout [LogProgress]) throws(LedgerError) {
    var tasks = nextRound()
    crew.begin(tasks)
    while !tasks.isEmpty {
      let (read, results) = (tasks, crew.end())
      tasks = monotonicMilliseconds() < end ? nextRound() : []
      if !tasks.isEmpty { crew.begin(tasks) }
      for (task, result) in zip(read, results) { try take(result, of: task, &noted) }
    }
  }

  private func nextRound() -> [LogTask] {
    var (count, length): (Int, Int64) = (0, 0)
    while count < min(Self.roundFiles, queue.count), length < Self.roundLength {
      length += min(queue[count].waitingBytes, Int64(LogScanner.stretchLength))
      count += 1
    }
    defer { queue.removeFirst(count) }
    return Array(queue.prefix(count))
  }

  /// Enters what a stretch of a file tells.
  private func take(
    _ result: Result<LogStretch, LogError>, of task: LogTask, _ noted: inout [LogProgress]
  ) throws(LedgerError) {
    if case .failure(let error) = result, task.isKnownToFail(for: error) {
      // Nothing new to write: it would be written before each question.
      report.faults.append(LogFault(source: task.progress.source, path: task.file.path, reason: error))
      return
    }
    let stretch = stretch(result, of: task)
    let place = LogPlace(source: task.progress.source, path: task.progress.path)
    let held = try service.ledger.lockedProgress(of: place.path, source: place.source)
    guard (held ?? LogProgress(source: place.source, path: place.path)).isSame(as: task.progress) else {
      // Another process was faster.
      known?[place] = held
      if let held, !LogScanner.isUnchanged(task.file, since: held) { queue.insert(task.going(on: held), at: 0) }
      return
    }
    var progress = stretch.progress
    progress.readAt = service.now()
    try enter(stretch, into: &progress)
    try service.ledger.note(progress)
    noted.append(progress)
    if stretch.hasMore { queue.insert(task.going(on: progress), at: 0) }
  }

  /// A file that cannot be read is noted with its reason, and tried again.
  private func stretch(_ result: Result<LogStretch, LogError>, of task: LogTask) -> LogStretch {
    switch result {
    case .success(let stretch): return stretch
    case .failure(let error):
      report.faults.append(LogFault(source: task.progress.source, path: task.file.path, reason: error))
      return LogStretch(unread: task.file, from: task.progress, for: error)
    }
  }

  private func enter(_ stretch: LogStretch, into progress: inout LogProgress) throws(LedgerError) {
    var tally = LogTally(skipped: stretch.findings.skipped)
    let entering = LogEntering(service, projects)
    for call in stretch.findings.calls {
      switch try entering.enter(call, source: progress.source) {
      case .entered(let call): tally.count(call)
      case .left(let reason): tally.skipped[reason, default: 0] += 1
      }
    }
    progress.addSkipped(tally.skipped)
    if !stretch.findings.windows.isEmpty { try service.ledger.note(stretch.findings.windows) }
    report.add(tally, of: progress.source)
  }
}

extension LogTask {
  /// How many bytes of the file wait.
  var waitingBytes: Int64 { max(0, file.size - progress.readTo) }

  /// Whether the file was left for the same reason before, and has not changed since.
  fileprivate func isKnownToFail(for reason: LogError) -> Bool {
    progress.fault == reason.code && LogScanner.isUnchanged(file, since: progress)
  }

  /// The task to go on from where a file is read to.
  fileprivate func going(on progress: LogProgress) -> LogTask {
    LogTask(source: source, others: others, file: file, progress: progress, explains: explains)
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
