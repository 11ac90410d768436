import JSON
import Pricing

/// Usage with counts in camel case: Amazon Bedrock's Converse, and the Vercel AI SDK.
///
/// Bedrock counts input, cache reads and cache writes apart. The SDK's input includes what was cached. Without a
/// cache both readings agree.
enum CamelCaseUsage {
  /// Returns the call of a Converse answer, of the last event of its stream, or of a result of the SDK.
  static func call(
    in response: ResponseBody, _ provider: String?, _ model: String?
  ) throws(IngestError) -> ObservedCall {
    let usage = response.usage
    let isBedrock = bedrockKeys.contains(where: usage.has)
    let totals =
      isBedrock ? try bedrockTotals(of: usage) : try sdkTotals(of: usage, isApart: isAnthropic(provider, model))
    try usage.refuseLoss(of: totals, total: "totalTokens", isExact: isBedrock || servesBedrock(provider, model))
    let tier = response.body.object["serviceTier"]?.object?["type"]?.string
    return ObservedCall(
      model: response.body.text("model", "modelId") ?? model,
      provider: provider ?? (isBedrock ? "amazon-bedrock" : nil),
      usage: try totals.usage(at: usage.path),
      serviceTier: ServiceTier.canonical(tier),
      responseID: response.body.text("id"))
  }

  /// Bedrock's total is that of input, output and cache; others count more in it.
  private static func servesBedrock(_ provider: String?, _ model: String?) -> Bool {
    provider?.lowercased().contains("bedrock") == true
      || ["anthropic.", "amazon.", "meta."].contains { model?.contains($0) == true }
  }

  private static func isAnthropic(_ provider: String?, _ model: String?) -> Bool {
    let words = [provider, model].compactMap { $0?.lowercased() }
    return words.contains { $0.contains("anthropic") || $0.contains("bedrock") || $0.contains("claude") }
  }

  /// Members that only Bedrock's usage has.
  private static let bedrockKeys = [
    "cacheReadInputTokens", "cacheReadInputTokenCount", "cacheWriteInputTokens", "cacheWriteInputTokenCount",
    "cacheDetails", "serverToolUsage",
  ]

  private static func bedrockTotals(of usage: UsageReader) throws(IngestError) -> TokenTotals {
    var totals = TokenTotals()
    var lifetimes = TokenTotals()
    for entry in try usage.list("cacheDetails") {
      let written = try entry.count("inputTokens")
      lifetimes.add(written, to: .cacheWrite)
      if entry.text("ttl") == "1h" { lifetimes.add(written, to: .cacheWrite1h) }
    }
    let read = try usage.count("cacheReadInputTokens", "cacheReadInputTokenCount")
    let aggregate = try usage.count("cacheWriteInputTokens", "cacheWriteInputTokenCount")
    totals.add(try usage.count("inputTokens"), to: .input)
    totals.addCache(read: read, written: aggregate ?? lifetimes[.cacheWrite], isApart: true)
    totals.add(lifetimes[.cacheWrite1h], to: .cacheWrite1h)
    totals.add(try usage.count("outputTokens"), to: .output)
    return totals
  }

  private static func sdkTotals(of usage: UsageReader, isApart: Bool) throws(IngestError) -> TokenTotals {
    var totals = TokenTotals()
    if usage.object["inputTokens"]?.object != nil || usage.object["outputTokens"]?.object != nil {
      let (input, output) = (try usage.reader("inputTokens"), try usage.reader("outputTokens"))
      totals.add(try input?.count("total"), to: .input)
      totals.addCache(read: try input?.count("cacheRead"), written: try input?.count("cacheWrite"), isApart: false)
      totals.add(try output?.count("total"), to: .output)
      totals.add(try output?.count("reasoning"), to: .outputReasoning)
      return totals
    }
    let (input, output) = (try usage.reader("inputTokenDetails"), try usage.reader("outputTokenDetails"))
    let cached = try usage.count("cachedInputTokens")
    let reasoning = try usage.count("reasoningTokens")
    totals.add(try usage.count("inputTokens", "promptTokens"), to: .input)
    // Before its version 6 the SDK passed on Anthropic's input, which is what was not cached.
    let isOld = input == nil && (isApart || (cached ?? 0) > (totals[.input] ?? 0))
    totals.addCache(
      read: try input?.count("cacheReadTokens") ?? cached, written: try input?.count("cacheWriteTokens"),
      isApart: isOld)
    totals.add(try usage.count("outputTokens", "completionTokens"), to: .output)
    totals.add(try output?.count("reasoningTokens") ?? reasoning, to: .outputReasoning)
    return totals
  }
}
