import AgentLogs
import CivilTime
import JSON
import Ledger
import Logging
import Pricing
import Server

/// What has become of each line of a file, for people and programs.
extension Explained {
  /// A line for each thing with usage.
  var text: String {
    guard !lines.isEmpty else {
      return TerminalText.lines([path, "No usage is found in it."])
    }
    let rows = lines.map { [String($0.place)] + cells($0) }
    let header = ["place", "time", "model", "input", "output", "session", "what it is"]
    return TerminalText.lines([path] + Table(header: header, rows: rows, textColumns: 3).lines)
  }

  /// The same as JSON, one line.
  var json: String {
    let lines = lines.map { JSONValue.object(Self.object($0)) }
    return JSONWriter.string(
      .object(["file": .string(path), "source": .string(source), "lines": .array(lines)]))
  }

  private func cells(_ explanation: LogFindings.Explanation) -> [String] {
    guard let facts = explanation.call?.facts else {
      return ["", "", "", "", "", explanation.reason.map(LogSentences.reason) ?? ""]
    }
    return [
      facts.timestamp.rfc3339(in: .utc), facts.model, String(facts.usage.inputTokens), String(facts.usage.outputTokens),
      facts.sessionID, facts.status == .complete ? "a call" : "a call, \(facts.status)",
    ]
  }

  private static func object(_ explanation: LogFindings.Explanation) -> JSONObject {
    var object: JSONObject = ["place": .number(JSONNumber(explanation.place))]
    if let reason = explanation.reason { object.append("skipped", .string(reason.rawValue)) }
    guard let call = explanation.call else { return object }
    object.append("model", .string(call.facts.model))
    object.append("timestamp", .string(call.facts.timestamp.rfc3339(in: .utc)))
    object.append("session_id", .string(call.facts.sessionID))
    object.append("input_tokens", .number(JSONNumber(call.facts.usage.inputTokens)))
    object.append("output_tokens", .number(JSONNumber(call.facts.usage.outputTokens)))
    object.append("keys", .array(call.keys.map { .string($0.id) }))
    return object
  }
}
