import JSON
import Ledger
import Server
import Service
import Testing

/// One reading of a planned call, whoever is asked about it.
@Suite struct PlannedCallTests {
  private static let plans: [JSONObject] = [
    ["model": "gpt-4o", "input_tokens": 1_000],
    ["model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 40],
    ["model": "gpt-4o", "text": "How much is this?"],
    ["model": "gpt-4o", "messages": [["role": "user", "content": "How much is this?"]], "agent": "asker"],
    ["model": "gpt-4o", "input_tokens": 1_000, "cache_read_tokens": 900, "output_tokens": 4],
    ["model": "claude-sonnet-4-5", "input_tokens": 1_000, "cache_write_1h_tokens": 500, "cache_write_tokens": 100],
    ["model": "gpt-4o", "input_tokens": 1_000, "service_tier": "batch"],
    ["model": "claude-sonnet-4-5", "provider": "amazon-bedrock", "input_tokens": 1_000],
    ["model": "text-embedding-3-small", "input_tokens": 1_000],
    ["model": "gpt-4", "input_tokens": 20_000],
    ["model": "my-own", "input_tokens": 20_000],
  ]

  private func bench() throws -> Bench {
    let bench = try Bench { $0.limits.rules = [.daily(100_000)] }
    for output: JSONValue in [300, 310, 290] {
      try bench.call(
        "record_usage", ["model": "gpt-4o", "input_tokens": 10, "output_tokens": output, "agent": "asker"])
    }
    return bench
  }

  @Test(arguments: plans) func `check_limit and estimate_cost read a plan alike and say the same`(_ plan: JSONObject)
    throws
  {
    let bench = try bench()
    let (check, estimate) = (try bench.call("check_limit", plan), try bench.call("estimate_cost", plan))
    let tokens = try ["input", "output"].reduce(0) {
      $0 + (try #require(estimate.at("tokens.\($1).count")?.number?.int64))
    }
    #expect(check.at("estimated.tokens") == .number(JSONNumber(tokens)))
    #expect(check.at("estimated.cost.amount") == estimate.at("cost.amount"))
    #expect(check.at("context") == estimate.at("context"))
    #expect(check.at("warnings") == estimate.at("warnings"))
    #expect(check.at("decision") == estimate.at("limit.decision"))
  }

  @Test func `what is assumed of an unstated output is said`() throws {
    let bench = try bench()
    let known = try bench.call("check_limit", ["model": "gpt-4o", "input_tokens": 1_000])
    #expect(known.at("estimated.tokens") == 1_300)
    #expect(known.at("warnings.0")?.string?.contains("median of the newest 3") == true)
    let unknown = try bench.call("check_limit", ["input_tokens": 1_000])
    #expect(unknown.at("estimated") == ["tokens": 1_500])
    #expect(unknown.at("warnings.0")?.string?.contains("500 tokens are assumed") == true)
  }

  @Test func `a plan that does not fit the window is said`() throws {
    let bench = try bench()
    let answer = try bench.call("check_limit", ["model": "gpt-4", "input_tokens": 20_000, "output_tokens": 10])
    #expect(answer.at("context") == ["window": 8_192, "fits": false])
    #expect(answer.at("warnings.0")?.string?.hasPrefix("The call does not fit") == true)
    let named = try bench.call("check_limit", ["model": "gpt-4"])
    #expect(named.at("context") == ["window": 8_192, "fits": true])
    #expect(try bench.call("check_limit", ["model": "my-own"]).at("context") == nil)
  }

  @Test func `a reservation holds what the plan is read as`() throws {
    let bench = try bench()
    let answer = try bench.call("check_limit", ["model": "gpt-4o", "text": "Hello", "reserve": true])
    let reserved = try bench.call("check_limit", [:]).at("limits.0.reserved")
    #expect(answer.at("reservation") != nil && reserved == answer.at("estimated.tokens"))
  }

  @Test func `messages that have lost their text are refused, never counted as nothing`() throws {
    let bench = try bench()
    for tool in ["check_limit", "estimate_cost"] {
      func failure(_ messages: JSONValue) throws -> String {
        try bench.failure(tool, ["model": "gpt-4o", "messages": messages])
      }
      #expect(try failure([["role": "user"]]).contains("lost on the way"))
      #expect(try failure([["role": "system", "content": "Be kind."], ["role": "user"]]).contains("`messages.1`"))
      #expect(try failure([["role": "user", "content": ""]]).contains("holds no text"))
      #expect(try failure([["role": "user", "content": [["type": "image"]]]]).contains("holds no text"))
      #expect(try failure([[:]]).contains("lost on the way"))
    }
    let calls: JSONValue = [
      ["role": "user", "content": "Look."], ["role": "assistant", "content": .null, "tool_calls": []],
      ["role": "assistant", "tool_calls": [["id": "c"]]],
    ]
    try bench.call("estimate_cost", ["model": "gpt-4o", "messages": calls])
    let text = JSONValue.string(JSONWriter.string(calls))
    try bench.call("check_limit", ["model": "gpt-4o", "messages": text])
  }
}
