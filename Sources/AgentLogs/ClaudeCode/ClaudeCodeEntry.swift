import CivilTime
import JSON
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
  var isSidechain: Bool { line["isSidechain"]?.bool ?? false }
  /// What old versions computed it to cost.
  var cost: Money? { line.dollars("costUSD") }
  /// Whether the stream had not ended when the line was written: then the output goes on.
  var isUnfinished: Bool { message["stop_reason"]?.isNull ?? false }

  /// The name of the message among all files.
  ///
  /// Gateways that name no request give the same ids to messages of several sessions, and without the prefix of
  /// Anthropic's ids also within one.
  func key(session: String, time: Instant) -> String {
    guard let id else { return holder.text("uuid") ?? "\(session) \(time.milliseconds)" }
    if let request = holder.text("requestId") { return "\(id) \(request)" }
    return id.hasPrefix("msg_") ? "\(id) \(session)" : "\(id) \(session) \(time.milliseconds)"
  }
}
