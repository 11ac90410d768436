import CivilTime
package import JSON
import Ledger

/// Reads a session of Qwen Code, or the file of one of its sub-agents.
///
/// A branched session holds copies of messages of the one before, with their ids.
package struct QwenCodeReader: LineReader {
  private static let members = JSONProjection(
    "type", "uuid", "sessionId", "timestamp", "cwd", "gitBranch", "model", "agentName", "isSidechain", "usageMetadata",
    parts: ["forkedFrom": JSONProjection("sessionId")])

  /// Lines need nothing of those before them.
  package let memory = JSONObject()
  private let file: LogFile
  /// The session whose sub-agent this file is of.
  private let parent: String?
  /// What the program notes of a sub-agent beside its file: lines of sub-agents name no model.
  private let description: JSONObject

  init(_ file: LogFile) {
    self.file = file
    parent = file.folders.dropLast().last == "subagents" ? file.folders.last.map(String.init) : nil
    description = parent == nil ? JSONObject() : Self.description(beside: file)
  }

  package mutating func read(_ line: UnsafeRawBufferPointer, into findings: inout LogFindings) {
    let record: JSONObject
    do { record = try JSONParser.parse(line, keeping: Self.members) } catch { return findings.skip(.malformed) }
    guard record.text("type") == "assistant", let usage = record.object("usageMetadata") else { return }
    let counts = Self.counts(usage)
    guard !counts.isEmpty else { return findings.skip(.empty) }
    guard let time = record.instant("timestamp") else { return findings.skip(.timeless) }
    findings.add(call(of: record, counts, at: time))
  }

  private func call(of record: JSONObject, _ counts: LogTokens, at time: Instant) -> LoggedCall {
    let model = record.text("model") ?? description.text("model") ?? "unknown"
    var facts = CallFacts(userID: "", source: "qwen-code", model: model, usage: counts.usage, timestamp: time)
    // A copy counts to the session that it was copied from, where the call was made.
    let own = record.object("forkedFrom")?.text("sessionId") ?? record.text("sessionId") ?? parent
    let session = own ?? String(file.name.dropLast(".jsonl".count))
    facts.sessionID = parent ?? session
    facts.agent = agent(of: record)
    let id = record.text("uuid") ?? String(time.milliseconds)
    let key = RecordKey(namespace: "qwen-code", id: UniqueID.name(of: id, session: session))
    var call = LoggedCall(facts: facts, keys: [key])
    call.folder = record.text("cwd")
    call.branch = record.text("gitBranch")
    return call
  }

  /// Returns the tokens of a message: the prompt includes what was cached, and the answer the thoughts, unless the total
  /// says that these come on top.
  private static func counts(_ usage: JSONObject) -> LogTokens {
    let (prompt, answer) = (usage.count("promptTokenCount"), usage.count("candidatesTokenCount"))
    let (thoughts, tool) = (usage.count("thoughtsTokenCount"), usage.count("toolUsePromptTokenCount"))
    let total = usage.count("totalTokenCount")
    let isApart = thoughts > 0 && [prompt + answer + thoughts, prompt + answer + thoughts + tool].contains(total)
    return LogTokens(
      prompt: prompt + tool, cacheRead: usage.count("cachedContentTokenCount"),
      output: answer + (isApart ? thoughts : 0), reasoning: thoughts)
  }

  private func agent(of record: JSONObject) -> String {
    guard parent != nil || record["isSidechain"]?.bool == true else { return "qwen-code" }
    return "qwen-code/\(record.text("agentName") ?? description.text("agentType") ?? "subagent")"
  }

  private static func description(beside file: LogFile) -> JSONObject {
    let path = file.path.dropLast(".jsonl".count) + ".meta.json"
    guard let text = LogText.text(of: String(path)) else { return JSONObject() }
    do { return try JSONParser.parse(Array(text.utf8)).object ?? JSONObject() } catch { return JSONObject() }
  }
}
