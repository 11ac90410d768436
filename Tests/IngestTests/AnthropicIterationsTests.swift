import Ingest
import JSON
import Pricing
import Testing

@Suite struct AnthropicIterationsTests {
  @Test func `an advisor is a call of its own model next to the answer`() throws {
    let calls = try calls(
      response(
        input: 100, output: 30,
        iterations: """
          {"type":"message","input_tokens":100,"output_tokens":10},
          {"type":"advisor_message","model":"claude-opus-5","input_tokens":500,"output_tokens":60,
           "cache_read_input_tokens":40},
          {"type":"message","input_tokens":0,"output_tokens":20}
          """))
    #expect(calls.map(\.model) == ["claude-sonnet-5", "claude-opus-5"])
    #expect(calls.map(\.part) == [0, 1])
    #expect(calls.map(\.usage.inputTokens) == [100, 540])
    #expect(calls.map(\.usage.outputTokens) == [30, 60])
    #expect(calls[1].usage.cacheReadTokens == 40)
    #expect(calls.allSatisfy { $0.responseID == "msg_1" })
  }

  @Test func `an advisor without a name has no model`() throws {
    let calls = try calls(
      response(
        input: 1, output: 1,
        iterations: #"{"type":"message","input_tokens":1,"output_tokens":1},"#
          + #"{"type":"advisor_message","model":null,"input_tokens":5,"output_tokens":6}"#))
    #expect(calls.map(\.model) == ["claude-sonnet-5", nil])
  }

  @Test func `samplings above the usage around them are what is billed`() throws {
    let calls = try calls(
      response(
        input: 100, output: 30, extra: #","server_tool_use":{"web_search_requests":3}"#,
        iterations: #"{"type":"message","input_tokens":100,"output_tokens":10},"#
          + #"{"type":"message","input_tokens":160,"output_tokens":20}"#))
    #expect(calls.map(\.usage.inputTokens) == [260])
    #expect(calls[0].usage[.webSearch] == 3)
  }

  @Test func `samplings without the split of the cache leave it as it is`() throws {
    let calls = try calls(
      response(
        input: 4, output: 356,
        extra: #","cache_creation_input_tokens":1200,"cache_creation":{"ephemeral_1h_input_tokens":1200}"#,
        iterations: #"{"type":"message","model":null,"input_tokens":4,"output_tokens":356,"#
          + #""cache_creation_input_tokens":1200}"#))
    #expect(calls.count == 1)
    #expect(calls[0].usage[.cacheWrite1h] == 1200)
    #expect(calls[0].usage[.cacheWrite] == 0)
  }

  @Test func `a compaction is a call of the same model next to the answer`() throws {
    let calls = try calls(
      response(
        input: 220, output: 8,
        iterations: #"{"type":"compaction","input_tokens":55196,"output_tokens":125},"#
          + #"{"type":"message","input_tokens":220,"output_tokens":8}"#))
    #expect(calls.map(\.model) == ["claude-sonnet-5", "claude-sonnet-5"])
    #expect(calls.map(\.usage.totalTokens) == [228, 55321])
  }

  @Test func `after a fallback the answer belongs to the model that served it`() throws {
    let calls = try calls(
      response(
        input: 50, output: 9,
        iterations: #"{"type":"message","model":"claude-sonnet-5","input_tokens":50,"output_tokens":0},"#
          + #"{"type":"fallback_message","model":"claude-opus-5","input_tokens":50,"output_tokens":9}"#))
    #expect(calls.map(\.model) == ["claude-opus-5"])
    #expect(calls.map(\.usage.totalTokens) == [59])
  }

  @Test func `a declined attempt that the usage contains is a call of its model`() throws {
    let calls = try calls(
      response(
        input: 100, output: 11,
        iterations: #"{"type":"message","input_tokens":50,"output_tokens":2},"#
          + #"{"type":"fallback_message","model":"claude-opus-5","input_tokens":50,"output_tokens":9}"#))
    #expect(calls.map(\.model) == ["claude-opus-5", "claude-sonnet-5"])
    #expect(calls.map(\.usage.totalTokens) == [59, 52])
  }

  @Test func `unknown and empty samplings add nothing`() throws {
    let calls = try calls(
      response(
        input: 5, output: 5,
        iterations: #"{"type":"dream","input_tokens":70,"output_tokens":70},"#
          + #"{"type":"compaction","input_tokens":0,"output_tokens":0}"#))
    #expect(calls.map(\.usage.totalTokens) == [10])
  }

  @Test func `a bad count in a sampling is refused with its path`() throws {
    let error = try refusal(
      response(input: 1, output: 1, iterations: #"{"type":"message"},{"type":"message","input_tokens":-4}"#))
    let path = ["usage", "iterations", "1", "input_tokens"]
    #expect(error == .notAQuantity(path: .init(components: path), found: .negative("-4")))
  }

  @Test func `ten thousand huge samplings are refused and do not overflow`() throws {
    let one = #"{"type":"compaction","input_tokens":1000000000000000,"output_tokens":0}"#
    let many = Array(repeating: one, count: 10_000).joined(separator: ",")
    let error = try refusal(response(input: 1, output: 1, iterations: many))
    #expect(
      error
        == .inconsistent(
          path: .init(components: ["usage", "iterations"]),
          .quantityOutOfRange(.input, 2_000_000_000_000_000)))
  }

  private func response(input: Int, output: Int, extra: String = "", iterations: String) -> String {
    """
    {"id":"msg_1","type":"message","model":"claude-sonnet-5","usage":{"input_tokens":\(input),
     "output_tokens":\(output)\(extra),"iterations":[\(iterations)]}}
    """
  }
}
