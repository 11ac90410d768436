import JSON
import Pricing

/// Anthropic's usage: input, cache reads and cache writes are disjoint, thinking is part of the output.
enum AnthropicUsage {
  /// Returns the call that made the answer and those that `iterations` names besides it.
  static func calls(
    in response: ResponseBody, _ provider: String?, _ model: String?
  ) throws(IngestError) -> [ObservedCall] {
    let main = try mainCall(in: response, provider, model)
    let samplings = try AnthropicIterations(response.usage)
    return samplings.calls(around: main)
  }

  /// Returns the tokens of a usage or of one of its iterations.
  static func tokens(of usage: UsageReader) throws(IngestError) -> TokenTotals {
    var totals = TokenTotals()
    let read = try usage.count("cache_read_input_tokens")
    let written = try cacheWrites(of: usage, to: &totals)
    totals.add(try usage.count("input_tokens"), to: .input)
    totals.addCache(read: read, written: written, isApart: true)
    totals.add(try usage.count("output_tokens"), to: .output)
    totals.add(try usage.reader("output_tokens_details")?.count("thinking_tokens"), to: .outputReasoning)
    return totals
  }

  /// Returns the tokens written to the cache, all lifetimes, and adds those of one hour.
  ///
  /// What the split by lifetime leaves out of the aggregate was written for five minutes, the default.
  private static func cacheWrites(
    of usage: UsageReader, to totals: inout TokenTotals
  ) throws(IngestError) -> Int64? {
    let aggregate = try usage.count("cache_creation_input_tokens")
    let lifetimes = try usage.reader("cache_creation")
    let short = try lifetimes?.count("ephemeral_5m_input_tokens")
    let long = try lifetimes?.count("ephemeral_1h_input_tokens")
    let split = (short ?? 0) + (long ?? 0)
    guard aggregate != nil || short != nil || long != nil else { return nil }
    let written = aggregate ?? split
    guard split <= written else {
      let isShort = (short ?? 0) >= (long ?? 0)
      throw .inconsistent(
        path: usage.path,
        .partsExceedTotal(
          total: .cacheWrite, value: written, part: isShort ? .cacheWrite : .cacheWrite1h,
          partValue: (isShort ? short : long) ?? 0, parts: split))
    }
    totals.add(long, to: .cacheWrite1h)
    return written
  }

  private static func mainCall(
    in response: ResponseBody, _ provider: String?, _ model: String?
  ) throws(IngestError) -> ObservedCall {
    let usage = response.usage
    var counted = try tokens(of: usage).usage(at: usage.path)
    if let searches = try usage.reader("server_tool_use")?.count("web_search_requests") {
      counted[.webSearch] = searches
    }
    let model = response.body.text("model") ?? model
    return ObservedCall(
      model: model,
      provider: provider ?? self.provider(of: model),
      usage: counted,
      serviceTier: tier(of: usage),
      region: region(of: usage),
      responseID: response.body.text("id"),
      isInterim: response.eventType == "message_start")
  }

  /// Fast mode is a speed in addition to the tier, and has its own prices.
  private static func tier(of usage: UsageReader) -> String? {
    usage.text("speed") == "fast" ? "fast" : ServiceTier.canonical(usage.text("service_tier"))
  }

  private static func region(of usage: UsageReader) -> String? {
    let geo = usage.text("inference_geo")?.lowercased()
    return geo == "not_available" ? nil : geo
  }

  /// Others serve their models in this form, so the name must confirm it.
  private static func provider(of model: String?) -> String? {
    guard let model else { return "anthropic" }
    return model.hasPrefix("claude-") ? "anthropic" : nil
  }
}
