import AgentLogs
import CivilTime
import JSON
import Ledger
import Logging
import Pricing
import Server

/// What becomes of each line of a file of logs, for people and programs; no ledger is touched.
struct ExplanationText {
  let source: any LogSource
  let file: AgentLogs.LogFile
  let others: LogFiles

  /// A line for each thing with usage.
  var text: String {
    get throws {
      let rows = try explanations().map { explanation in
        [String(explanation.place)] + cells(explanation)
      }
      let header = ["place", "time", "model", "input", "output", "session", "what it is"]
      return TerminalText.lines([file.path] + Table(header: header, rows: rows, textColumns: 3).lines)
    }
  }

  /// The same as JSON, one line.
  var json: String {
    get throws {
      let lines = try explanations().map { JSONValue.object(Self.object($0)) }
      return JSONWriter.string(.object(["file": .string(file.path), "lines": .array(lines)]))
    }
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

  private func explanations() throws -> [LogFindings.Explanation] {
    var scanner = LogScanner()
    var progress = LogProgress(source: source.name, path: file.path)
    var explanations: [LogFindings.Explanation] = []
    var hasMore = true
    do throws(LogError) {
      while hasMore {
        let stretch = try scanner.read(
          LogTask(source: source, others: others, file: file, progress: progress, explains: true))
        explanations += stretch.findings.explanations
        (progress, hasMore) = (stretch.progress, stretch.hasMore)
      }
    } catch {
      throw CommandFailure(status: .inputOutput, message: "\(file.path): \(LogSentences.reason(error))")
    }
    return explanations
  }
}
