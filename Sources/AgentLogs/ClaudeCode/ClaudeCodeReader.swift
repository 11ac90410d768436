import CivilTime
import Ingest
package import JSON
import Ledger
import Pricing

/// Reads a session of Claude Code.
///
/// A message is written as several lines, one for each block of its content, whose usage repeats or grows; the largest
/// is that of the message. A resumed or forked session holds copies of lines of another.
package struct ClaudeCodeReader: LineReader {
  private static let message = JSONProjection("id", "model", "usage", "stop_reason")
  private static let members = JSONProjection(
    "type", "timestamp", "sessionId", "requestId", "cwd", "gitBranch", "isSidechain", "uuid", "costUSD", "agentType",
    parts: [
      "message": message,
      // An agent's messages as the one that started it sees them.
      "data": JSONProjection(parts: [
        "message": JSONProjection("type", "timestamp", "requestId", "uuid", parts: ["message": message])
      ]),
    ])

  /// Lines need nothing of those before them.
  package let memory = JSONObject()
  private let file: LogFile
  /// The message whose lines are being read; lines of one message mostly follow each other.
  private var open = ClaudeCodeMessage(calls: [])
  private let isSubagentFile: Bool

  init(_ file: LogFile) {
    self.file = file
    isSubagentFile = file.folderName == "subagents"
  }

  package mutating func read(_ line: UnsafeRawBufferPointer, into findings: inout LogFindings) {
    let object: JSONObject
    do { object = try JSONParser.parse(line, keeping: Self.members) } catch { return findings.skip(.malformed) }
    guard let entry = ClaudeCodeEntry(object) else { return }
    guard entry.model != "<synthetic>" else { return findings.skip(.synthetic) }
    guard let time = entry.time else { return findings.skip(.timeless) }
    do {
      take(ClaudeCodeMessage(calls: try calls(of: entry, at: time)), &findings)
    } catch {
      findings.skip(.malformed)
    }
  }

  package mutating func finish(into findings: inout LogFindings) {
    for call in open.calls where !call.facts.usage.isEmpty { findings.add(call) }
    open = ClaudeCodeMessage(calls: [])
  }

  /// Joins a line with those before it of the same message, or begins another message.
  private mutating func take(_ message: ClaudeCodeMessage, _ findings: inout LogFindings) {
    guard !message.isEmpty else { return findings.skip(.empty) }
    let isSame = open.isSame(as: message)
    if isSame { findings.skip(.repeated) }
    if isSame, let joined = open.joined(with: message) {
      open = joined
    } else {
      finish(into: &findings)
      open = message
    }
  }

  private func calls(of entry: ClaudeCodeEntry, at time: Instant) throws -> [LoggedCall] {
    let observed = try UsageObject.read(entry.message, model: entry.model)
    return observed.map { one in
      var facts = CallFacts(
        userID: "", source: ClaudeCode.name, model: one.model ?? "unknown", usage: one.usage, timestamp: time)
      facts.sessionID = entry.session ?? sessionOfPath
      facts.agent = agent(of: entry)
      facts.provider = one.provider ?? ""
      facts.serviceTier = one.serviceTier == "standard" ? "" : one.serviceTier ?? ""
      facts.region = one.region ?? ""
      facts.messageID = entry.id
      facts.status = entry.isUnfinished ? .partial : .complete
      facts.reportedCost = observed.count == 1 ? entry.cost : nil
      return call(facts, of: entry, part: Int64(one.part))
    }
  }

  private func call(_ facts: CallFacts, of entry: ClaudeCodeEntry, part: Int64) -> LoggedCall {
    let keys = entry.keys(session: facts.sessionID, time: facts.timestamp, part: part)
    var call = LoggedCall(facts: facts, keys: [keys.own])
    call.responseID = entry.id.flatMap { RecordKey.isResponseID($0) ? $0 : nil }
    call.isOnTheSide = entry.isOnTheSide
    call.rivalKey = keys.rival
    call.folder = entry.folder
    call.branch = entry.branch
    return call
  }

  /// An agent that another one started is told apart from it, and counts to the same session.
  private func agent(of entry: ClaudeCodeEntry) -> String {
    if let type = entry.agentType { return "claude-code/\(type)" }
    return entry.isOnTheSide || isSubagentFile ? "claude-code/subagent" : "claude-code"
  }

  /// The session by the file's place, for lines that do not name it.
  private var sessionOfPath: String {
    if isSubagentFile, let session = file.folders.dropLast().last { return String(session) }
    return String(file.name.dropLast(".jsonl".count))
  }
}
