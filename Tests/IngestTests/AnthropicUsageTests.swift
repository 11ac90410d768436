import Ingest
import JSON
import Pricing
import Testing

@Suite struct AnthropicUsageTests {
  @Test func `cache counts are next to the input and are added to it`() throws {
    let call = try call(
      """
      {"id":"msg_1","type":"message","model":"claude-sonnet-5","usage":{"input_tokens":4,
       "cache_creation_input_tokens":1200,"cache_read_input_tokens":30110,"output_tokens":356,
       "cache_creation":{"ephemeral_5m_input_tokens":200,"ephemeral_1h_input_tokens":1000},
       "output_tokens_details":{"thinking_tokens":100},"service_tier":"priority","inference_geo":"us",
       "server_tool_use":{"web_search_requests":2,"web_fetch_requests":1}}}
      """)
    #expect(
      quantities(call.usage) == [
        "input": 4, "cache_read": 30110, "cache_write": 200, "cache_write_1h": 1000, "output": 256,
        "output_reasoning": 100, "web_search": 2,
      ])
    #expect(call.usage.inputTokens == 31314)
    #expect(call.model == "claude-sonnet-5")
    #expect(call.provider == "anthropic")
    #expect(call.responseID == "msg_1")
    #expect(call.serviceTier == "priority")
    #expect(call.region == "us")
  }

  @Test func `what a split by lifetime leaves out was written for five minutes`() throws {
    let call = try call(
      """
      {"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":100,
       "cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":30}}
      """)
    #expect(call.usage[.cacheWrite] == 70)
    #expect(call.usage[.cacheWrite1h] == 30)
  }

  @Test func `a split without an aggregate counts as it is`() throws {
    let call = try call(
      #"{"input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":30}}"#)
    #expect(quantities(call.usage) == ["input": 1, "cache_write": 10, "cache_write_1h": 30])
  }

  @Test func `a split above its aggregate is refused with both`() throws {
    let error = try refusal(
      """
      {"usage":{"input_tokens":1,"cache_creation_input_tokens":5,
       "cache_creation":{"ephemeral_1h_input_tokens":9}}}
      """)
    #expect(
      error
        == .inconsistent(
          path: .root.appending("usage"),
          .partsExceedTotal(total: .cacheWrite, value: 5, part: .cacheWrite1h, partValue: 9, parts: 9)))
  }

  @Test func `fast speed is a tier and an unavailable place is none`() throws {
    let call = try call(
      """
      {"input_tokens":1,"output_tokens":2,"service_tier":"standard","speed":"fast",
       "inference_geo":"not_available"}
      """)
    #expect(call.serviceTier == "fast")
    #expect(call.region == nil)
  }

  @Test func `message_start is interim and holds the split of the cache`() throws {
    let call = try call(
      """
      {"type":"message_start","message":{"id":"msg_9","type":"message","model":"claude-opus-5","usage":{
       "input_tokens":25,"cache_creation_input_tokens":7,"cache_read_input_tokens":0,"output_tokens":1,
       "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":7}}}}
      """)
    #expect(call.isInterim)
    #expect(call.responseID == "msg_9")
    #expect(call.model == "claude-opus-5")
    #expect(
      quantities(call.usage) == [
        "input": 25, "cache_read": 0, "cache_write": 0, "cache_write_1h": 7, "output": 1,
      ])
  }

  @Test func `message_delta holds what it states and nothing more`() throws {
    let old = try call(
      #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}"#,
      model: "claude-opus-5")
    #expect(quantities(old.usage) == ["output": 15])
    #expect(!old.isInterim)
    #expect(old.model == "claude-opus-5")
    let new = try call(
      #"{"type":"message_delta","usage":{"input_tokens":3,"cache_read_input_tokens":9,"output_tokens":15}}"#)
    #expect(quantities(new.usage) == ["input": 3, "cache_read": 9, "output": 15])
  }

  @Test func `others who answer in this form are not taken for Anthropic`() throws {
    let other = try call(#"{"model":"kimi-k3","usage":{"input_tokens":1,"cache_read_input_tokens":0}}"#)
    #expect(other.provider == nil)
    let named = try call(#"{"input_tokens":1,"cache_read_input_tokens":0}"#, provider: "minimax")
    #expect(named.provider == "minimax")
  }
}
