import AgentLogs
import Ledger

extension LogIntake {
  /// Enters calls of the stretch that is next, one at least, and notes how far its file is read after the last.
  func enter(until end: Int64) throws(LedgerError) {
    guard var entry else { return }
    let place = entry.task.place
    let held = try service.ledger.lockedProgress(of: place.path, source: place.source)
    var progress = held ?? LogProgress(source: place.source, path: place.path)
    guard progress.isSame(as: entry.task.progress) else { return leave(entry, to: held) }
    let tally = try enterCalls(of: &entry, until: end)
    progress.calls += Int64(tally.added)
    report.add(tally, of: place.source)
    if entry.next == nil {
      try finish(entry, calls: progress.calls)
    } else {
      if tally.added > 0 { try service.ledger.note(progress) }
      self.entry = entry
    }
  }

  private func enterCalls(of entry: inout LogEntry, until end: Int64) throws(LedgerError) -> LogTally {
    var tally = LogTally()
    let entering = LogEntering(service, projects)
    while let call = entry.next {
      switch try entering.enter(call, source: entry.task.progress.source) {
      case .entered(let call): tally.count(call)
      case .left(let reason): entry.skipped[reason, default: 0] += 1
      }
      entry.count += 1
      if !entry.isWhole, monotonicMilliseconds() >= end { break }
    }
    return tally
  }

  private func finish(_ entry: LogEntry, calls: Int64) throws(LedgerError) {
    let task = entry.task
    var progress = entry.stretch.progress
    progress.calls = calls
    progress.addSkipped(entry.skipped)
    progress.readAt = service.now()
    try service.ledger.note(progress)
    if !entry.stretch.findings.windows.isEmpty { try service.ledger.note(entry.stretch.findings.windows) }
    report.add(LogTally(skipped: entry.skipped), of: task.progress.source)
    known?[task.place] = progress
    batch.done.append(task)
    underWay[task.place] = nil
    self.entry = nil
    let rest = entry.stretch.hasMore ? task.going(on: progress) : nil
    readBytes += task.waitingBytes - (rest?.waitingBytes ?? 0)
    if let rest { queue.append(rest) }
  }

  /// Another process was faster: its account holds.
  private func leave(_ entry: LogEntry, to held: LogProgress?) {
    let place = entry.task.place
    known?[place] = held
    underWay[place] = nil
    self.entry = nil
    let progress = held ?? LogProgress(source: place.source, path: place.path)
    if !LogScanner.isUnchanged(entry.task.file, since: progress) { queue.append(entry.task.going(on: progress)) }
  }
}
