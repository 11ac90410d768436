import Ingest
import JSON
import Pricing
import Testing

@Suite struct OpenAIUsageTests {
  @Test func `a chat completion is taken apart`() throws {
    let call = try call(
      """
      {"id":"chatcmpl-1","object":"chat.completion","model":"gpt-5","service_tier":"default","usage":{
       "prompt_tokens":1000,"completion_tokens":300,"total_tokens":1300,
       "prompt_tokens_details":{"cached_tokens":400,"cache_write_tokens":100,"audio_tokens":50},
       "completion_tokens_details":{"reasoning_tokens":200,"audio_tokens":20,
        "accepted_prediction_tokens":7,"rejected_prediction_tokens":9}}}
      """)
    #expect(
      quantities(call.usage) == [
        "input": 450, "cache_read": 400, "cache_write": 100, "input_audio": 50, "output": 80,
        "output_reasoning": 200, "output_audio": 20,
      ])
    #expect(call.usage.totalTokens == 1300)
    #expect(call.responseID == "chatcmpl-1")
    #expect(call.serviceTier == "standard")
    #expect(call.provider == nil)
  }

  @Test func `the last event of a response holds its usage`() throws {
    let call = try call(
      """
      {"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","model":"gpt-5",
       "service_tier":"flex","usage":{"input_tokens":30,"input_tokens_details":{"cached_tokens":10,
       "cache_write_tokens":8,"cache_write_tokens_details":{"ttl_30m_tokens":3,"ttl_12h_tokens":5}},
       "output_tokens":7,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":37}}}
      """)
    #expect(
      quantities(call.usage) == [
        "input": 12, "cache_read": 10, "cache_write": 3, "cache_write_12h": 5, "output": 7,
        "output_reasoning": 0,
      ])
    #expect(call.model == "gpt-5")
    #expect(call.responseID == "resp_1")
    #expect(call.serviceTier == "flex")
  }

  @Test func `the null usage of a chunk is told from a missing one`() throws {
    #expect(
      try refusal(#"{"object":"chat.completion.chunk","choices":[{}],"usage":null}"#)
        == .usageIsNull(path: .root.appending("usage")))
    #expect(
      try refusal(#"{"type":"response.created","response":{"id":"resp_1","usage":null}}"#)
        == .usageIsNull(path: .root.appending("response").appending("usage")))
    #expect(try refusal(#"{"id":"x","choices":[]}"#) == .unknownShape(keys: ["id", "choices"]))
    #expect(try refusal(#"{"usage":{}}"#) == .unknownShape(keys: []))
    #expect(try refusal(#"{"usage":[1]}"#) == .wrongType(path: .root.appending("usage"), wanted: .object))
  }

  @Test func `the chunk without choices holds the usage of a stream`() throws {
    let chunk = #"{"choices":[],"model":"gpt-5","usage":{"prompt_tokens":5,"completion_tokens":6}}"#
    #expect(quantities(try call(chunk).usage) == ["input": 5, "output": 6])
  }

  @Test func `embeddings have an input alone`() throws {
    #expect(quantities(try call(#"{"usage":{"prompt_tokens":8,"total_tokens":8}}"#).usage) == ["input": 8])
  }

  @Test func `images are counted by kind, and all of the output where no kinds are given`() throws {
    let detailed = try call(
      """
      {"input_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40},"output_tokens":200,
       "output_tokens_details":{"text_tokens":20,"image_tokens":180},"total_tokens":250}
      """)
    #expect(
      quantities(detailed.usage) == ["input": 10, "input_image": 40, "output": 20, "output_image": 180])
    let plain = try call(#"{"created":1,"data":[{}],"usage":{"input_tokens":50,"output_tokens":200}}"#)
    #expect(quantities(plain.usage) == ["input": 50, "output": 0, "output_image": 200])
  }

  @Test func `transcriptions count tokens or thousandths of a second`() throws {
    let tokens = try call(
      """
      {"text":"","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":0,
       "audio_tokens":14},"output_tokens":45,"total_tokens":59}}
      """)
    #expect(quantities(tokens.usage) == ["input": 0, "input_audio": 14, "output": 45])
    let seconds = try call(#"{"usage":{"type":"duration","seconds":12.3456}}"#, model: "whisper-1")
    #expect(quantities(seconds.usage) == ["audio_second_in": 12346])
  }

  @Test func `realtime usage keeps cached sound apart`() throws {
    let call = try call(
      """
      {"type":"response.done","response":{"id":"resp_2","usage":{"total_tokens":253,"input_tokens":132,
       "output_tokens":121,"input_token_details":{"text_tokens":119,"audio_tokens":13,"cached_tokens":64,
       "cached_tokens_details":{"text_tokens":60,"audio_tokens":4}},
       "output_token_details":{"text_tokens":30,"audio_tokens":91}}}}
      """)
    #expect(
      quantities(call.usage) == [
        "input": 59, "cache_read": 60, "input_audio": 9, "cache_read_audio": 4, "output": 30,
        "output_audio": 91,
      ])
  }

  @Test func `cached tokens of unsaid kind are text first and then fit into the rest`() throws {
    let call = try call(
      #"{"prompt_tokens":100,"prompt_tokens_details":{"audio_tokens":90,"cached_tokens":50}}"#)
    #expect(
      quantities(call.usage) == ["input": 0, "cache_read": 10, "input_audio": 50, "cache_read_audio": 40])
  }

  @Test func `reasoning that the sum shows next to the output is added to it`() throws {
    let apart = try call(
      """
      {"prompt_tokens":10,"completion_tokens":5,"total_tokens":115,
       "completion_tokens_details":{"reasoning_tokens":100}}
      """)
    #expect(quantities(apart.usage) == ["input": 10, "output": 5, "output_reasoning": 100])
    let error = try refusal(
      """
      {"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,
       "completion_tokens_details":{"reasoning_tokens":100}}
      """)
    #expect(
      error
        == .inconsistent(
          path: .root,
          .partsExceedTotal(
            total: .output, value: 5, part: .outputReasoning, partValue: 100, parts: 100)))
  }

  @Test func `costs that providers state are read exactly`() throws {
    let router = try call(
      #"{"usage":{"prompt_tokens":14,"completion_tokens":4,"cost":0.000102,"is_byok":false}}"#)
    #expect(router.reportedCost?.decimal == "0.000102")
    #expect(router.provider == "openrouter")
    let ownKey = try call(
      """
      {"prompt_tokens":14,"completion_tokens":4,"cost":5e-05,"is_byok":true,
       "cost_details":{"upstream_inference_cost":0.001}}
      """)
    #expect(ownKey.reportedCost?.decimal == "0.00105")
    let ticks = try call(#"{"prompt_tokens":1,"completion_tokens":1,"cost_in_usd_ticks":158500}"#)
    #expect(ticks.reportedCost?.decimal == "0.00001585")
    let object = try call(#"{"prompt_tokens":1,"completion_tokens":1,"cost":{"total_cost":0.006}}"#)
    #expect(object.reportedCost?.decimal == "0.006")
    let credits = try call(#"{"prompt_tokens":1,"completion_tokens":1,"cost":3}"#)
    #expect(credits.reportedCost == nil)
  }
}
