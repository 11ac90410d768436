import AgentLogs
package import Ledger

extension LogIntake {
  /// How many bytes are read ahead of what is entered.
  private static let aheadBytes: Int64 = 8 << 20
  /// How many files are read ahead of what is entered.
  private static let aheadFiles = 64
  /// For how long a batch is kept open for what is read next, in milliseconds, while others wait to write.
  private static let lingerMilliseconds: Int64 = 2
  /// For how long others may begin to write after a batch, in milliseconds: a bit longer than they wait from one try to
  /// the next, or whoever writes all the time would keep them from it.
  private static let restMilliseconds: Int64 = 12

  /// Takes in what waits, for about so long, and makes it durable; however short that is, something is done.
  package func work(milliseconds: Int64) throws(LedgerError) {
    try work(milliseconds: milliseconds, waitingForOthers: Ledger.waitMilliseconds)
  }

  /// - Throws: ``LedgerError/locked(path:waitedMilliseconds:)`` where others write for longer than that.
  func work(milliseconds: Int64, waitingForOthers patience: Int64) throws(LedgerError) {
    let end = monotonicMilliseconds() + milliseconds
    batch = LogBatch(entry: entry, report: report, readBytes: readBytes)
    do throws(LedgerError) {
      repeat {
        guard try readNext(until: end) else { break }
        try begin(waitingForOthers: patience)
        try enter(until: end)
      } while monotonicMilliseconds() < end
      try commit()
    } catch {
      takeBack()
      throw error
    }
  }

  /// Sees to it that there is something to be entered; false where nothing is read in time.
  private func readNext(until end: Int64) throws(LedgerError) -> Bool {
    while entry == nil {
      readAhead()
      guard !underWay.isEmpty else { return false }
      if let reading = crew.next(waitingMilliseconds: service.ledger.hasWritten ? Self.lingerMilliseconds : 0) {
        begin(reading)
      } else {
        // While this one waits, others may write.
        try commit()
        guard let reading = crew.next(waitingMilliseconds: max(1, end - monotonicMilliseconds())) else { return false }
        begin(reading)
      }
    }
    return true
  }

  /// Has the next files read, but not too many at once: what is read is held in memory.
  private func readAhead() {
    var load = underWay.values.reduce(0) { $0 + $1.load }
    var busy: [LogTask] = []
    while let next = queue.last, underWay.count < Self.aheadFiles, load == 0 || load + next.load <= Self.aheadBytes {
      queue.removeLast()
      guard underWay[next.place] == nil else {
        busy.append(next)
        continue
      }
      let task = known?[next.place].map(next.going) ?? next
      if task.progress.fault == nil, LogScanner.isUnchanged(task.file, since: task.progress) { continue }
      load += task.load
      underWay[task.place] = task
      crew.begin(task)
    }
    queue += busy.reversed()
  }

  /// Begins to enter what was read; a file that cannot be read is noted once, with its reason.
  private func begin(_ reading: LogReading) {
    let task = reading.task
    switch reading.result {
    case .success(let stretch): entry = LogEntry(task, stretch)
    case .failure(let reason):
      report.faults.append(LogFault(source: task.progress.source, path: task.file.path, reason: reason))
      if task.progress.fault == reason.code, LogScanner.isUnchanged(task.file, since: task.progress) {
        underWay[task.place] = nil
      } else {
        entry = LogEntry(task, LogStretch(unread: task.file, from: task.progress, for: reason))
      }
    }
  }

  private func begin(waitingForOthers patience: Int64) throws(LedgerError) {
    if !service.ledger.hasWritten, let committedAt {
      crew.rest(milliseconds: committedAt + Self.restMilliseconds - monotonicMilliseconds())
    }
    guard try service.ledger.begin(waitingMilliseconds: patience) else {
      throw .locked(path: service.ledger.folder.path, waitedMilliseconds: patience)
    }
  }

  private func commit() throws(LedgerError) {
    if service.ledger.hasWritten {
      try service.ledger.commit()
      committedAt = monotonicMilliseconds()
    }
    batch = LogBatch(entry: entry, report: report, readBytes: readBytes)
  }

  /// Goes back to where the batch began; what was done in it is read again.
  private func takeBack() {
    service.ledger.rollBack()
    known = nil
    let (failed, faults) = (entry, report.faults)
    (entry, report, readBytes) = (batch.entry, batch.report, batch.readBytes)
    report.faults = faults
    if let failed, failed.task.place != entry?.task.place {
      underWay[failed.task.place] = nil
      if entry == nil { entry = LogEntry(failed.task, failed.stretch) } else { queue.append(failed.task) }
    }
    queue += batch.done.filter { $0.place != entry?.task.place }
    if let entry { underWay[entry.task.place] = entry.task }
  }
}
