import JSON
import Ledger

/// A row of the program `llm` about a call.
struct LLMCall {
  private static let details = JSONProjection(
    "prompt_tokens_details", "completion_tokens_details", "input_tokens_details", "output_tokens_details",
    "cache_read_input_tokens", "cache_creation_input_tokens", "cache_creation", "cachedContentTokenCount",
    "thoughtsTokenCount", "prompt_cache_hit_tokens")
  private let row: NamedRow
  private let responseID: String?
  private let details: JSONObject

  /// Takes a row, and the provider's id of the response.
  init(_ row: NamedRow, responseID: String?) {
    self.row = row
    self.responseID = responseID.flatMap { RecordKey.isResponseID($0) ? $0 : nil }
    details = row.object("token_details", keeping: Self.details) ?? JSONObject()
  }

  /// Adds the call, or the reason for which it is none.
  func add(to findings: inout LogFindings) {
    findings.place = row.integer("rowid") ?? 0
    guard let id = row.text("id") else { return findings.skip(.malformed) }
    guard let time = row.instant("datetime_utc") else { return findings.skip(.timeless) }
    let tokens = tokens
    guard !tokens.isEmpty else { return findings.skip(.empty) }
    var facts = CallFacts(
      userID: "", source: "llm", model: row.text("resolved_model", "model") ?? "unknown", usage: tokens.usage,
      timestamp: time)
    facts.sessionID = row.text("conversation_id", "thread_id") ?? ""
    facts.agent = "llm"
    facts.durationMilliseconds = row.count("duration_ms")
    facts.messageID = responseID
    var call = LoggedCall(facts: facts, keys: [RecordKey(namespace: "llm", id: id)])
    call.responseID = responseID
    findings.add(call)
  }

  /// Plugins pass on what their provider says: only Anthropic's leaves the cache out of the input.
  private var tokens: LogTokens {
    let input = row.count("input_tokens") ?? 0
    let output = row.count("output_tokens") ?? 0
    let outputDetails = details.object("completion_tokens_details", "output_tokens_details") ?? JSONObject()
    let reasoning = max(outputDetails.count("reasoning_tokens"), details.count("thoughtsTokenCount"))
    if let tokens = anthropicTokens(input: input, output: output) { return tokens }
    let inputDetails = details.object("prompt_tokens_details", "input_tokens_details") ?? JSONObject()
    let read = [
      inputDetails.count("cached_tokens"), details.count("cachedContentTokenCount"),
      details.count("prompt_cache_hit_tokens"),
    ]
    return LogTokens(
      prompt: input, cacheRead: read.max() ?? 0, cacheWrite: inputDetails.count("cache_write_tokens"), output: output,
      reasoning: reasoning)
  }

  private func anthropicTokens(input: Int64, output: Int64) -> LogTokens? {
    guard details.contains("cache_read_input_tokens") || details.contains("cache_creation_input_tokens") else {
      return nil
    }
    var tokens = LogTokens()
    let written = details.count("cache_creation_input_tokens")
    tokens.input = input
    tokens.cacheRead = details.count("cache_read_input_tokens")
    tokens.cacheWrite1h = min(details.object("cache_creation")?.count("ephemeral_1h_input_tokens") ?? 0, written)
    tokens.cacheWrite = written - tokens.cacheWrite1h
    tokens.output = output
    return tokens
  }
}
