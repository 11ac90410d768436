import CivilTime
package import JSON
import Ledger

/// Reads a session of pi.
///
/// Forks hold copies of the entries of the session before, with their ids and times.
package struct PiReader: LineReader {
  private static let members = JSONProjection(
    "type", "id", "timestamp", "cwd", "parentSession", "provider", "modelId", "usage",
    parts: [
      "message": JSONProjection(
        "role", "provider", "model", "responseModel", "responseId", "usage", "timestamp", "stopReason")
    ])

  private var session: PiSession

  init(_ file: LogFile, memory: JSONObject) { session = PiSession(file, memory: memory) }

  package var memory: JSONObject { session.memory }

  package mutating func read(_ line: UnsafeRawBufferPointer, into findings: inout LogFindings) {
    let entry: JSONObject
    do { entry = try JSONParser.parse(line, keeping: Self.members) } catch { return findings.skip(.malformed) }
    switch entry.text("type") {
    case "session": session.begin(entry)
    case "model_change": session.use(model: entry.text("modelId"), of: entry.text("provider"))
    case "message":
      guard let message = entry.object("message"), message.text("role") == "assistant" else { return }
      session.use(model: message.text("model"), of: message.text("provider"))
      take(message, of: entry, &findings)
    // Summaries name no model: they are made by the one in use.
    case "compaction", "branch_summary": take(entry, of: entry, &findings)
    default: return
    }
  }

  private func take(_ message: JSONObject, of entry: JSONObject, _ findings: inout LogFindings) {
    guard let usage = message.object("usage") else { return }
    let counts = Self.counts(usage)
    guard !counts.isEmpty else { return findings.skip(.empty) }
    guard let time = entry.instant("timestamp") ?? message.instant("timestamp") else { return findings.skip(.timeless) }
    var facts = CallFacts(
      userID: "", source: "pi", model: message.text("responseModel", "model") ?? session.model ?? "unknown",
      usage: counts.usage, timestamp: time)
    facts.provider = message.text("provider") ?? session.provider ?? ""
    facts.sessionID = session.session(at: time)
    facts.agent = session.isSubagent ? "pi/subagent" : "pi"
    facts.status = ["aborted", "error"].contains(message.text("stopReason")) ? .partial : .complete
    facts.reportedCost = usage.object("cost")?.dollars("total")
    facts.messageID = message.text("responseId")
    var call = LoggedCall(facts: facts, keys: keys(of: message, in: entry, counts))
    call.responseID = facts.messageID.flatMap { RecordKey.isResponseID($0) ? $0 : nil }
    call.folder = session.folder
    findings.add(call)
  }

  /// Returns the names of a message: by its entry's id, which is unique within a file only, and its time; and by its own
  /// time, which copies without the id keep, with its model and counts.
  private func keys(of message: JSONObject, in entry: JSONObject, _ counts: LogTokens) -> [RecordKey] {
    let written = entry.instant("timestamp")
    let own = message["role"] == nil ? nil : message.instant("timestamp")
    var names: [String] = []
    if let id = entry.text("id") { names.append("\(id) \(written?.milliseconds ?? own?.milliseconds ?? 0)") }
    if let time = own ?? (names.isEmpty ? written : nil) {
      let sizes = [counts.input, counts.output, counts.cacheRead, counts.cacheWrite, counts.cacheWrite1h]
      let model = message.text("model") ?? session.model ?? ""
      names.append("\(time.milliseconds) \(model) \(sizes.map(String.init).joined(separator: " "))")
    }
    return names.map { RecordKey(namespace: "pi", id: $0) }
  }

  /// Returns the tokens of a message, whose classes are disjoint; thoughts are part of the output, and what is written
  /// for an hour part of what is written.
  private static func counts(_ usage: JSONObject) -> LogTokens {
    var counts = LogTokens()
    counts.input = usage.count("input")
    counts.output = usage.count("output")
    counts.cacheRead = usage.count("cacheRead")
    let written = usage.count("cacheWrite")
    counts.cacheWrite1h = min(usage.count("cacheWrite1h"), written)
    counts.cacheWrite = written - counts.cacheWrite1h
    counts.reasoning = min(usage.count("reasoning"), counts.output)
    return counts
  }
}
