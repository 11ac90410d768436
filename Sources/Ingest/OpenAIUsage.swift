import JSON
import Pricing

/// Usage in OpenAI's forms: input includes what was cached, output includes reasoning.
enum OpenAIUsage {
  /// Returns the call of a chat, responses, embeddings, image, transcription or realtime usage.
  static func call(
    in response: ResponseBody, _ provider: String?, _ model: String?
  ) throws(IngestError) -> ObservedCall {
    let usage = response.usage
    var totals = TokenTotals()
    try addInput(of: usage, to: &totals)
    try addOutput(of: usage, isImage: isImage(response, model), to: &totals)
    try usage.refuseLoss(of: totals, total: "total_tokens")
    var counted = try totals.usage(at: usage.path)
    try addUnits(of: usage, to: &counted)
    return try call(in: response, provider, model, usage: counted)
  }

  /// Adds what is billed apart from tokens: OpenRouter's and Mistral's searches, the seconds that Mistral heard.
  private static func addUnits(of usage: UsageReader, to counted: inout Usage) throws(IngestError) {
    let details = usage.object["server_tool_use_details"] ?? usage.object["connectors"]
    if details?.object != nil, let tools = try usage.reader("server_tool_use_details", "connectors"),
      let searches = try tools.count("web_search_requests", "web_search")
    {
      counted[.webSearch] = searches
    }
    // It is an empty object where nothing was heard.
    if usage.object["prompt_audio_seconds"]?.object == nil, let seconds = try usage.thousandths("prompt_audio_seconds")
    {
      counted[.audioSecondIn] = seconds
    }
  }

  /// Returns the call of a transcription that is billed by the second.
  static func timedCall(
    in response: ResponseBody, _ provider: String?, _ model: String?
  ) throws(IngestError) -> ObservedCall {
    var usage = Usage()
    if let seconds = try response.usage.thousandths("seconds") { usage[.audioSecondIn] = seconds }
    return try call(in: response, provider, model, usage: usage)
  }

  private static func call(
    in response: ResponseBody, _ provider: String?, _ model: String?, usage: Usage
  ) throws(IngestError) -> ObservedCall {
    let tier = response.body.text("service_tier") ?? response.usage.text("service_tier")
    return ObservedCall(
      model: response.body.text("model") ?? model,
      provider: provider ?? self.provider(of: response.usage),
      usage: usage,
      serviceTier: ServiceTier.canonical(tier),
      responseID: response.body.text("id"),
      reportedCost: try ReportedCost.read(
        response.usage,
        isOpenRouter: provider?.lowercased() == "openrouter" || response.body.text("id")?.hasPrefix("gen-") == true),
      isInterim: isInterim(response.body.object))
  }

  private static func addInput(of usage: UsageReader, to totals: inout TokenTotals) throws(IngestError) {
    totals.add(try usage.count("prompt_tokens", "input_tokens"), to: .input)
    let details = try usage.reader("prompt_tokens_details", "input_tokens_details", "input_token_details")
    try addCache(of: usage, details, to: &totals)
    totals.add(try usage.count("prompt_image_tokens"), to: .inputImage)
    totals.add(try connectorTokens(of: usage), to: .input)
    guard let details else { return }
    totals.add(try details.count("audio_tokens"), to: .inputAudio)
    totals.add(try details.count("image_tokens"), to: .inputImage)
    totals.add(try details.count("video_tokens"), to: .inputVideo)
    if let kinds = try details.reader("cached_tokens_details") {
      totals.add(try kinds.count("audio_tokens"), to: .cacheReadAudio)
      totals.add(try kinds.count("image_tokens"), to: .cacheReadImage)
    }
  }

  /// Adds cache reads and writes, in the details or next to them: DeepSeek's hits, Moonshot's `cached_tokens`, xAI's
  /// own form, and LiteLLM's members in Anthropic's words.
  private static func addCache(
    of usage: UsageReader, _ details: UsageReader?, to totals: inout TokenTotals
  ) throws(IngestError) {
    let besides = try usage.count(
      "prompt_cache_hit_tokens", "cached_tokens", "cached_prompt_text_tokens", "cache_read_input_tokens")
    let read = try details?.count("cached_tokens") ?? besides
    let lifetimes = try details?.reader("cache_write_tokens_details")
    let short = try lifetimes?.count("ttl_30m_tokens")
    let long = try lifetimes?.count("ttl_12h_tokens")
    let split = lifetimes == nil ? nil : (short ?? 0) + (long ?? 0)
    let created = try usage.count("cache_creation_input_tokens")
    let written = try details?.count("cache_write_tokens", "cache_creation_tokens") ?? split ?? created
    // Gateways that pass Anthropic's counts on do not always add them to the prompt.
    let isApart = usage.has("cache_read_input_tokens") && (read ?? 0) + (written ?? 0) > totals[.input] ?? 0
    totals.addCache(read: read, written: written, isApart: isApart)
    totals.add(long, to: .cacheWrite12h)
    let hour = try details?.reader("cache_creation_token_details")?.count("ephemeral_1h_input_tokens")
    totals.add(hour, to: .cacheWrite1h)
  }

  /// Returns what Mistral's connectors have added to the prompt, where the sum shows that it is not in it already.
  private static func connectorTokens(of usage: UsageReader) throws(IngestError) -> Int64? {
    guard let tokens = try usage.count("connector_tokens"), tokens > 0, let total = try usage.count("total_tokens"),
      let prompt = try usage.count("prompt_tokens"),
      total == prompt + tokens + (try usage.count("completion_tokens") ?? 0)
    else { return nil }
    return tokens
  }

  private static func addOutput(
    of usage: UsageReader, isImage: Bool, to totals: inout TokenTotals
  ) throws(IngestError) {
    let output = try usage.count("completion_tokens", "output_tokens")
    totals.add(output, to: .output)
    totals.add(try usage.count("citation_tokens"), to: .citation)
    let details = try usage.reader(
      "completion_tokens_details", "output_tokens_details", "output_token_details")
    let ownReasoning = try usage.count("reasoning_tokens")
    let reasoning = try details?.count("reasoning_tokens") ?? ownReasoning
    if let reasoning, try isApart(reasoning, in: usage, output: output ?? 0, input: totals[.input] ?? 0) {
      totals.add(reasoning, to: .output)
    }
    totals.add(reasoning, to: .outputReasoning)
    totals.add(try details?.count("audio_tokens"), to: .outputAudio)
    totals.add(try details?.count("video_tokens"), to: .outputVideo)
    let image = try details?.count("image_tokens")
    // Image models at first gave no details: all that they put out is an image.
    totals.add(details == nil && isImage ? output : image, to: .outputImage)
  }

  /// Returns whether reasoning is counted apart from the output, as xAI does (the sum shows it) and Perplexity.
  private static func isApart(
    _ reasoning: Int64, in usage: UsageReader, output: Int64, input: Int64
  ) throws(IngestError) -> Bool {
    guard reasoning > 0 else { return false }
    if usage.has("citation_tokens") || usage.has("num_search_queries") { return true }
    guard let total = try usage.count("total_tokens") else { return reasoning > output }
    return total == input + output + reasoning
  }

  private static func isImage(_ response: ResponseBody, _ model: String?) -> Bool {
    guard response.shape == .responses else { return false }
    if response.body.object["data"]?.array != nil { return true }
    if response.eventType?.hasPrefix("image_") ?? false { return true }
    return (response.body.text("model") ?? model)?.contains("gpt-image") ?? false
  }

  /// Whether this is a chunk in the middle of a stream: Perplexity and xAI send usage with each.
  private static func isInterim(_ body: JSONObject) -> Bool {
    guard body["object"]?.string == "chat.completion.chunk", let choices = body["choices"]?.array, !choices.isEmpty
    else { return false }
    return choices.allSatisfy { $0.object?["finish_reason"]?.string == nil }
  }

  /// Returns the provider that alone sends such a member; the form itself is everybody's.
  private static func provider(of usage: UsageReader) -> String? {
    if usage.has("is_byok") { return "openrouter" }
    if usage.has("prompt_cache_hit_tokens") { return "deepseek" }
    if usage.has("cost_in_usd_ticks") { return "xai" }
    if usage.has("num_search_queries") { return "perplexity" }
    return nil
  }
}
