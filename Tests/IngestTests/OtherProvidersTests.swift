import Ingest
import JSON
import Pricing
import Testing

/// Usage of Bedrock, the Vercel AI SDK, Cohere, Ollama, and of gateways that speak OpenAI's form with more in it.
@Suite struct OtherProvidersTests {
  @Test func `Bedrock counts input and cache apart, by lifetime`() throws {
    let call = try call(
      """
      {"output":{"message":{"role":"assistant"}},"stopReason":"end_turn","metrics":{"latencyMs":900},
       "serviceTier":{"type":"priority"},"usage":{"inputTokens":10,"outputTokens":7,"totalTokens":517,
       "cacheReadInputTokens":300,"cacheWriteInputTokens":200,
       "cacheDetails":[{"ttl":"1h","inputTokens":150},{"ttl":"5m","inputTokens":50}]}}
      """)
    #expect(
      quantities(call.usage) == ["input": 10, "cache_read": 300, "cache_write": 50, "cache_write_1h": 150, "output": 7])
    #expect(call.provider == "amazon-bedrock" && call.serviceTier == "priority" && call.model == nil)
  }

  @Test func `the last event of a Bedrock stream holds the usage`() throws {
    let call = try call(
      #"{"metadata":{"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7,"serverToolUsage":{}},"metrics":{"latencyMs":1}}}"#
    )
    #expect(quantities(call.usage) == ["input": 3, "output": 4])
  }

  @Test(arguments: [
    #"{"inputTokens":100,"outputTokens":30,"totalTokens":130,"cachedInputTokens":60,"reasoningTokens":10}"#,
    #"{"inputTokens":100,"outputTokens":30,"inputTokenDetails":{"cacheReadTokens":60},"outputTokenDetails":{"reasoningTokens":10}}"#,
    #"{"inputTokens":{"total":100,"noCache":40,"cacheRead":60},"outputTokens":{"total":30,"text":20,"reasoning":10}}"#,
  ])
  func `the Vercel AI SDK counts the cache within the input, in each of its versions`(usage: String) throws {
    let call = try call(usage, provider: "openai", model: "gpt-5")
    #expect(quantities(call.usage) == ["input": 40, "cache_read": 60, "output": 20, "output_reasoning": 10])
    #expect(call.provider == "openai" && call.model == "gpt-5")
    #expect(try counts(#"{"usage":{"promptTokens":5,"completionTokens":2}}"#) == ["input": 5, "output": 2])
  }

  @Test func `before its version 6 the SDK counted Anthropic's cache apart`() throws {
    let usage = #"{"inputTokens":2000,"outputTokens":100,"totalTokens":2100,"cachedInputTokens":1500}"#
    let old = try call(usage, provider: "anthropic", model: "claude-sonnet-4-5")
    #expect(quantities(old.usage) == ["input": 2_000, "cache_read": 1_500, "output": 100])
    #expect(
      try counts(#"{"inputTokens":20,"outputTokens":1,"cachedInputTokens":1500}"#) == [
        "input": 20, "cache_read": 1_500, "output": 1,
      ])
  }

  @Test func `a Bedrock usage whose cache was lost on the way is refused`() throws {
    let usage = #"{"inputTokens":100,"outputTokens":5,"totalTokens":9105}"#
    #expect(throws: IngestError.membersLost(path: .root, total: 9_105, stated: 105)) {
      try call(usage, model: "anthropic.claude-sonnet-4-5-20250929-v1:0")
    }
    #expect(try call(usage, model: "gemini-2.5-pro").usage.outputTokens == 5)
  }

  @Test func `OpenRouter's bill is known by the provider or the response`() throws {
    let usage = #""usage":{"prompt_tokens":1000,"completion_tokens":10,"total_tokens":1010,"cost":0.5}"#
    #expect(try call("{\(usage)}", provider: "openrouter").reportedCost == Money(decimal: "0.5"))
    #expect(try call(#"{"id":"gen-16",\#(usage)}"#).reportedCost == Money(decimal: "0.5"))
    #expect(try call("{\(usage)}").reportedCost == nil)
  }

  private func counts(_ json: String) throws -> [String: Int64] { try quantities(call(json).usage) }

  @Test func `Cohere bills its own units`() throws {
    let chat = try call(
      #"{"id":"c1","message":{},"usage":{"billed_units":{"input_tokens":33,"output_tokens":22},"tokens":{"input_tokens":1452,"output_tokens":33},"cached_tokens":144}}"#
    )
    #expect(
      quantities(chat.usage) == ["input": 33, "output": 22] && chat.provider == "cohere" && chat.responseID == "c1")
    #expect(
      try counts(#"{"type":"message-end","delta":{"usage":{"billed_units":{"input_tokens":1}}}}"#) == ["input": 1])
    #expect(try counts(#"{"results":[],"meta":{"api_version":{},"billed_units":{"search_units":2}}}"#) == ["query": 2])
    #expect(try counts(#"{"meta":{"billed_units":{"images":3,"input_tokens":0}}}"#) == ["input": 0, "image_in": 3])
  }

  @Test func `Ollama runs on the user's own machine`() throws {
    let line = #"{"model":"llama3.2","done":true,"prompt_eval_count":26,"eval_count":298,"eval_duration":4709213000}"#
    let own = try call(line)
    #expect(quantities(own.usage) == ["input": 26, "output": 298] && own.model == "llama3.2")
    #expect(own.provider == "ollama" && own.reportedCost == .zero && !own.isInterim)
    #expect(try call(line, provider: "somewhere").reportedCost == nil)
    #expect(try call(line, provider: "Ollama").reportedCost == .zero)
  }

  @Test func `LiteLLM passes Anthropic's cache on, within the prompt or apart`() throws {
    let within =
      #"{"prompt_tokens":1000,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":400,"cache_creation_tokens":100,"cache_creation_token_details":{"ephemeral_5m_input_tokens":40,"ephemeral_1h_input_tokens":60}},"cache_read_input_tokens":400,"cache_creation_input_tokens":100}"#
    #expect(
      try counts(within) == ["input": 500, "cache_read": 400, "cache_write": 40, "cache_write_1h": 60, "output": 5])
    let apart =
      #"{"prompt_tokens":10,"completion_tokens":5,"cache_read_input_tokens":400,"cache_creation_input_tokens":100}"#
    #expect(try counts(apart) == ["input": 10, "cache_read": 400, "cache_write": 100, "output": 5])
  }

  @Test func `xAI's own form counts reasoning apart, and says what it billed`() throws {
    let call = try call(
      #"{"prompt_tokens":100,"cached_prompt_text_tokens":60,"prompt_image_tokens":20,"completion_tokens":10,"reasoning_tokens":30,"total_tokens":140,"cost_in_usd_ticks":123}"#
    )
    #expect(
      quantities(call.usage) == [
        "input": 20, "cache_read": 60, "input_image": 20, "output": 10, "output_reasoning": 30,
      ])
    #expect(call.provider == "xai" && call.reportedCost == Money(picodollars: 12_300))
  }

  @Test func `Mistral's connectors, seconds and OpenRouter's searches are counted`() throws {
    let usage =
      #"{"prompt_tokens":10,"completion_tokens":5,"connector_tokens":7,"total_tokens":22,"connectors":{"web_search":2},"prompt_audio_seconds":3}"#
    #expect(try counts(usage) == ["input": 17, "output": 5, "web_search": 2, "audio_second_in": 3_000])
    #expect(
      try counts(#"{"prompt_tokens":1,"completion_tokens":1,"prompt_audio_seconds":{}}"#) == ["input": 1, "output": 1])
    #expect(
      try counts(#"{"prompt_tokens":1,"completion_tokens":1,"server_tool_use_details":{"web_search_requests":4}}"#)
        == ["input": 1, "output": 1, "web_search": 4])
  }

  @Test func `a chunk in the middle of a stream is not the last word`() throws {
    let gemini =
      #"{"candidates":[{"content":{}FINISH}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":1}}"#
    #expect(try call(gemini.replacing("FINISH", with: "")).isInterim)
    #expect(try !call(gemini.replacing("FINISH", with: #","finishReason":"STOP""#)).isInterim)
    let chunk =
      #"{"object":"chat.completion.chunk","choices":[CHOICE],"usage":{"prompt_tokens":4,"completion_tokens":1}}"#
    #expect(try call(chunk.replacing("CHOICE", with: #"{"finish_reason":null}"#)).isInterim)
    #expect(try !call(chunk.replacing("CHOICE", with: "")).isInterim)
    #expect(try !call(chunk.replacing("CHOICE", with: #"{"finish_reason":"stop"}"#)).isInterim)
  }
}
