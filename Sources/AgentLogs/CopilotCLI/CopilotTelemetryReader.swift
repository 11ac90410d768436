import CivilTime
package import JSON
import Ledger

/// Reads spans of Copilot's telemetry; only those of single calls count, others are sums over them.
package struct CopilotTelemetryReader: LineReader {
  private static let members = JSONProjection(
    "name", "traceId", "spanId", "startTime", "endTime", "timestamp",
    parts: [
      "attributes": JSONProjection(
        "gen_ai.operation.name", "gen_ai.request.model", "gen_ai.response.model", "gen_ai.response.id",
        "gen_ai.conversation.id", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens",
        "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_creation.input_tokens",
        "gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.reasoning.output_tokens", "github.copilot.nano_aiu")
    ])

  /// Lines need nothing of those before them.
  package let memory = JSONObject()
  private let file: LogFile
  private var knownElsewhere: [String: Bool] = [:]

  init(_ file: LogFile) { self.file = file }

  package mutating func read(_ line: UnsafeRawBufferPointer, into findings: inout LogFindings) {
    let span: JSONObject
    do { span = try JSONParser.parse(line, keeping: Self.members) } catch { return findings.skip(.malformed) }
    guard let attributes = span.object("attributes") else { return }
    // A call is a span with an id; logs and metrics say the same again.
    let isCall = attributes.text("gen_ai.operation.name").map { $0 == "chat" } ?? span.text("name")?.hasPrefix("chat ")
    guard isCall == true, let id = Self.id(of: span, attributes) else { return findings.skip(.summary) }
    let counts = Self.counts(attributes)
    guard !counts.isEmpty else { return findings.skip(.empty) }
    guard let time = Self.time(span["endTime"]) ?? Self.time(span["startTime"]) ?? span.instant("timestamp") else {
      return findings.skip(.timeless)
    }
    let session = attributes.text("gen_ai.conversation.id") ?? ""
    guard !isToldElsewhere(session) else { return findings.skip(.elsewhere) }
    findings.add(Self.call(id, of: session, counts, at: time, attributes))
  }

  private static func call(
    _ id: String, of session: String, _ counts: LogTokens, at time: Instant, _ attributes: JSONObject
  ) -> LoggedCall {
    let model = attributes.text("gen_ai.response.model", "gen_ai.request.model") ?? "unknown"
    var facts = CallFacts(
      userID: "", source: "copilot-cli", model: CopilotCLI.model(named: model), usage: counts.usage, timestamp: time)
    facts.sessionID = session
    facts.agent = "copilot-cli"
    facts.reportedCost = CopilotCounters.cost(
      nanoUnits: CopilotCounters.nanoUnits(attributes["github.copilot.nano_aiu"]))
    var call = LoggedCall(facts: facts, keys: [RecordKey(namespace: "copilot-cli", id: "span \(id)")])
    call.responseID = attributes.text("gen_ai.response.id").flatMap { RecordKey.isResponseID($0) ? $0 : nil }
    return call
  }

  /// Whether the program keeps the session itself, or its database holds calls of it.
  private mutating func isToldElsewhere(_ session: String) -> Bool {
    guard !session.isEmpty, !session.contains("/"), let folder = CopilotCLI.folder(above: "otel", holding: file)
    else { return false }
    if let known = knownElsewhere[session] { return known }
    let events = ["\(session)/events.jsonl", "\(session).jsonl"].contains { name in
      LogText.bytes(of: "\(folder)/session-state/\(name)", count: 1)?.isEmpty == false
    }
    let isElsewhere = events || CopilotStore.holds(session, in: folder)
    knownElsewhere[session] = isElsewhere
    return isElsewhere
  }

  private static func id(of span: JSONObject, _ attributes: JSONObject) -> String? {
    guard let own = span.text("spanId") else { return nil }
    return attributes.text("gen_ai.response.id") ?? "\(span.text("traceId") ?? "") \(own)"
  }

  /// Returns the tokens of a span: those of the cache are part of the input, and thoughts of the output.
  private static func counts(_ attributes: JSONObject) -> LogTokens {
    LogTokens(
      prompt: attributes.count("gen_ai.usage.input_tokens"),
      cacheRead: attributes.count("gen_ai.usage.cache_read.input_tokens"),
      cacheWrite: attributes.count(
        "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_write.input_tokens"),
      output: attributes.count("gen_ai.usage.output_tokens"),
      reasoning: attributes.count("gen_ai.usage.reasoning.output_tokens"))
  }

  /// Reads a time as seconds and the nanoseconds beyond them, or as a text.
  private static func time(_ value: JSONValue?) -> Instant? {
    guard let parts = value?.array else { return value?.string.flatMap { Instant(rfc3339: $0) } }
    guard let seconds = parts.first?.number?.int64, (1...253_402_300_799).contains(seconds) else { return nil }
    let nanoseconds = parts.dropFirst().first?.number?.int64 ?? 0
    return Instant(milliseconds: seconds * 1_000 + min(max(nanoseconds, 0), 999_999_999) / 1_000_000)
  }
}
