import CivilTime
import JSON
import Ledger
import Pricing

/// A line of Claude Code that tells of a message's usage.
struct ClaudeCodeEntry {
  private let line: JSONObject
  /// The line that an agent's message is wrapped into, or the line itself.
  private let holder: JSONObject
  /// The message: what the API has answered.
  let message: JSONObject

  /// Takes the wanted members of a line; nil for one without a message of the API in it.
  ///
  /// Lines of users hold sums over agents, which are counted by themselves.
  init?(_ line: JSONObject) {
    let holder = line["type"]?.string == "progress" ? line["data"]?.object?["message"]?.object : line
    guard let holder, ["assistant", nil].contains(holder["type"]?.string), let message = holder["message"]?.object,
      message["usage"]?.object != nil
    else { return nil }
    self.line = line
    self.holder = holder
    self.message = message
  }

  var model: String? { message.text("model") }
  var id: String? { message.text("id") }
  var session: String? { line.text("sessionId") }
  var time: Instant? { holder.instant("timestamp") ?? line.instant("timestamp") }
  var folder: String? { line.text("cwd") }
  var branch: String? { line.text("gitBranch") }
  var agentType: String? { line.text("agentType") }
  /// Whether it is a message of an agent, or of a conversation beside the main one.
  var isOnTheSide: Bool { line["type"]?.string == "progress" || line["isSidechain"]?.bool ?? false }
  /// What old versions computed it to cost.
  var cost: Money? { line.dollars("costUSD") }
  /// Whether the stream had not ended when the line was written: then the output goes on.
  var isUnfinished: Bool { message["stop_reason"]?.isNull ?? false }

  /// The keys under which the message is known to the ledger, and to the other side.
  func keys(session: String, time: Instant, part: Int64) -> (own: RecordKey, rival: RecordKey) {
    func key(_ name: String) -> RecordKey { RecordKey(namespace: ClaudeCode.name, id: name, part: part) }
    let main = name(session, time)
    let side = LoggedCall.sidePrefix + main
    guard let id, holder.text("requestId") != nil, RecordKey.isResponseID(id) else {
      return isOnTheSide ? (key(side), key(main)) : (key(main), key(side))
    }
    // Copies on the side have requests of their own, so there the message's id alone is its name.
    let response = RecordKey(id: id, source: ClaudeCode.name, part: part)
    return (isOnTheSide ? key(LoggedCall.sidePrefix + id) : key(main), response)
  }

  /// The name of a message of the main conversation among all files.
  ///
  /// Gateways that name no request give the same ids to messages of several sessions, and without the prefix of
  /// Anthropic's ids also within one.
  private func name(_ session: String, _ time: Instant) -> String {
    guard let id else { return holder.text("uuid") ?? "\(session) \(time.milliseconds)" }
    if let request = holder.text("requestId") { return "\(id) \(request)" }
    return id.hasPrefix("msg_") ? "\(id) \(session)" : "\(id) \(session) \(time.milliseconds)"
  }
}
