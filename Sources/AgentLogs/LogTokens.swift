package import Pricing

/// The tokens of a call while a log is read: input without the cache, output with its reasoning.
package struct LogTokens: Sendable, Hashable {
  /// Prompt tokens that were neither read from a cache nor written to one.
  package var input: Int64 = 0
  /// Tokens read from a cache.
  package var cacheRead: Int64 = 0
  /// Tokens written to a cache for five minutes, or for as long as the provider does unasked.
  package var cacheWrite: Int64 = 0
  /// Tokens written to a cache for an hour.
  package var cacheWrite1h: Int64 = 0
  /// All tokens of the answer.
  package var output: Int64 = 0
  /// Those of them that were thoughts.
  package var reasoning: Int64 = 0

  /// Creates a count of nothing.
  package init() {}

  /// Creates the count of a prompt whose total includes what was read from the cache and written to it.
  ///
  /// More cached tokens than prompt are cut: writers of logs mix up both conventions.
  package init(prompt: Int64, cacheRead: Int64, cacheWrite: Int64 = 0, output: Int64, reasoning: Int64 = 0) {
    self.cacheRead = min(cacheRead, prompt)
    self.cacheWrite = min(cacheWrite, prompt - self.cacheRead)
    input = prompt - self.cacheRead - self.cacheWrite
    self.output = output
    self.reasoning = min(reasoning, output)
  }

  /// All of them.
  package var total: Int64 { input + cacheRead + cacheWrite + cacheWrite1h + output }
  /// True when nothing was used.
  package var isEmpty: Bool { total == 0 }

  /// The disjoint usage, without what was not used.
  package var usage: Usage {
    let reasoning = min(reasoning, output)
    let counts: [(Meter, Int64)] = [
      (.input, input), (.cacheRead, cacheRead), (.cacheWrite, cacheWrite), (.cacheWrite1h, cacheWrite1h),
      (.output, output - reasoning), (.outputReasoning, reasoning),
    ]
    return Usage(disjoint: counts.filter { $0.1 > 0 })
  }
}
