import JSON

/// The counts of a usage object as Codex writes it: the prompt with what was cached, the answer with its reasoning.
struct CodexCounts: Hashable, Sendable {
  var prompt: Int64
  var cached: Int64
  var written: Int64
  var output: Int64
  var reasoning: Int64

  private static let names = [
    "input_tokens", "prompt_tokens", "cached_input_tokens", "cache_read_input_tokens", "cached_tokens",
    "cache_write_input_tokens", "cache_creation_input_tokens", "output_tokens", "completion_tokens",
    "reasoning_output_tokens", "reasoning_tokens",
  ]

  /// Reads a usage object, by the names that versions and other servers have given its counts; nil without any count.
  init?(_ usage: JSONObject?) {
    guard let usage, Self.names.contains(where: { !(usage[$0]?.isNull ?? true) }) else { return nil }
    prompt = usage.count("input_tokens", "prompt_tokens")
    cached = usage.count("cached_input_tokens", "cache_read_input_tokens", "cached_tokens")
    written = usage.count("cache_write_input_tokens", "cache_creation_input_tokens")
    output = usage.count("output_tokens", "completion_tokens")
    reasoning = usage.count("reasoning_output_tokens", "reasoning_tokens")
  }

  /// Reads back ``text``.
  init?(text: String?) {
    let parts = text?.split(separator: ".").compactMap { Int64($0) } ?? []
    guard parts.count == 5 else { return nil }
    (prompt, cached, written, output, reasoning) = (parts[0], parts[1], parts[2], parts[3], parts[4])
  }

  /// All five of them, for names and memories.
  var text: String { "\(prompt).\(cached).\(written).\(output).\(reasoning)" }

  var isEmpty: Bool { prompt == 0 && cached == 0 && written == 0 && output == 0 && reasoning == 0 }

  /// The disjoint counts.
  var tokens: LogTokens {
    LogTokens(prompt: prompt, cacheRead: cached, cacheWrite: written, output: output, reasoning: reasoning)
  }

  /// Returns how much more this is than an earlier total; nil where a count is smaller, which begins anew then.
  func growth(since earlier: CodexCounts) -> CodexCounts? {
    var growth = self
    growth.prompt -= earlier.prompt
    growth.cached -= earlier.cached
    growth.written -= earlier.written
    growth.output -= earlier.output
    growth.reasoning -= earlier.reasoning
    let counts = [growth.prompt, growth.cached, growth.written, growth.output, growth.reasoning]
    return counts.allSatisfy { $0 >= 0 } ? growth : nil
  }
}
