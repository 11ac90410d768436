import CivilTime
import JSON
import Ledger

/// Turning lines into calls.
extension CodexReader {
  /// Takes a line of counts or rate limits.
  mutating func count(_ entry: CodexLine, _ findings: inout LogFindings) {
    model = entry.model ?? model
    guard let row = CodexRow(entry.payload.object("info")) else { return look(at: entry, &findings) }
    guard let step = counter.take(row) else {
      findings.skip(.repeated)
      return look(at: entry, &findings)
    }
    rows += 1
    let response = requests.answer(step.usage, total: row.total)
    let standing = standing(of: rows - 1, entry)
    // What is in a fork's first total, and not in a call of its own, is mostly of the thread before.
    let isInherited = step.isFirstTotal && thread?.origin != nil
    guard standing != .copied, !isInherited else { return findings.skip(.replayed) }
    look(at: entry, &findings)
    guard !step.usage.isEmpty else { return findings.skip(.empty) }
    guard let time = entry.time else { return findings.skip(.timeless) }
    var call = call(step.usage, model, standing, at: time) { "\($0) \(step.name)" }
    call.responseID = response.flatMap { RecordKey.isResponseID($0) ? $0 : nil }
    findings.add(call)
  }

  /// Takes a line of one response.
  mutating func note(_ entry: CodexLine, _ findings: inout LogFindings) {
    guard let request = CodexRequests.Request(entry, model: entry.model ?? model) else { return }
    guard let compaction = requests.take(request) else { return }
    add(compaction, entry, &findings)
  }

  /// Takes a line that tells of a compaction.
  mutating func compact(_ entry: CodexLine, _ findings: inout LogFindings) {
    guard let id = entry.payload.name("compaction_response_id") else { return }
    guard let compaction = requests.compacted(by: id) else { return }
    add(compaction, entry, &findings)
  }

  private mutating func add(
    _ compaction: CodexRequests.Request, _ entry: CodexLine, _ findings: inout LogFindings
  ) {
    let standing = standing(of: compaction, entry)
    guard standing != .copied else { return findings.skip(.replayed) }
    let time = Instant(milliseconds: compaction.time)
    var call = call(compaction.usage, compaction.model, standing, at: time) { _ in "compaction \(compaction.id)" }
    call.responseID = RecordKey.isResponseID(compaction.id) ? compaction.id : nil
    findings.add(call)
  }

  /// Tells of the vendor's allowances, but not by copied lines, whose times are not their own.
  private mutating func look(at entry: CodexLine, _ findings: inout LogFindings) {
    guard thread?.origin == nil || prefix.map({ rows > $0.length }) == true else { return }
    findings.windows += windows.changed(by: entry.payload.object("rate_limits"), at: entry.time)
  }

  private func call(
    _ usage: CodexCounts, _ model: String?, _ standing: CodexPrefix.Standing, at time: Instant,
    named name: (String) -> String
  ) -> LoggedCall {
    let isOrphaned = standing == .orphaned
    let thread = isOrphaned ? elder : thread
    let id = isOrphaned ? elder?.id ?? self.thread?.origin ?? session : thread?.id ?? session
    let time = isOrphaned ? (elder?.created ?? prefix?.forked).map(Instant.init(milliseconds:)) ?? time : time
    let model = CodexModel(logged: model, at: time)
    var facts = CallFacts(userID: "", source: "codex", model: model.name, usage: usage.tokens.usage, timestamp: time)
    facts.sessionID = isOrphaned ? thread.map(others.session(of:)) ?? id : session
    facts.agent = thread?.kind.map { "codex/\($0)" } ?? "codex"
    facts.provider = thread?.provider ?? ""
    facts.serviceTier = tier
    facts.metadata = model.metadata
    var call = LoggedCall(facts: facts, keys: [RecordKey(namespace: "codex", id: name(id))])
    call.folder = thread?.folder
    call.branch = thread?.branch
    return call
  }
}

/// Telling the thread's own lines from copies.
extension CodexReader {
  private mutating func standing(of row: Int, _ entry: CodexLine) -> CodexPrefix.Standing {
    guard let thread, thread.origin != nil else { return .own }
    let prefix = copies(of: thread, reaching: row)
    return entry.isForeign(to: thread.id) ? .copied : prefix.standing(of: row)
  }

  /// A compaction after an own row is the thread's own; where none was before it, it may be a copy.
  private mutating func standing(
    of compaction: CodexRequests.Request, _ entry: CodexLine
  ) -> CodexPrefix.Standing {
    guard let thread, thread.origin != nil else { return .own }
    let prefix = copies(of: thread, reaching: rows)
    guard rows <= prefix.length, others.isCopied(compaction: compaction.id, in: thread, at: path) else { return .own }
    return rows > prefix.known && rows <= prefix.shared ? .orphaned : .copied
  }

  /// Looks for copies when it is first asked for, and again where the file had ended among them.
  private mutating func copies(of thread: CodexThread, reaching row: Int) -> CodexPrefix {
    if let prefix, !prefix.isOpen || row < prefix.length { return prefix }
    let found = others.prefix(of: thread, in: path, reaching: row)
    prefix = found
    return found
  }
}
