import JSON
import Ledger
import Pricing
import Server
import Service
import TestSupport
import Testing

@Suite struct EstimateCostTests {
  @Test func `an estimate tells tokens, cost, context and limit`() throws {
    let answer = try Bench().call(
      "estimate_cost", ["model": "claude-sonnet-4.5", "input_tokens": 100_000, "output_tokens": 1_000])
    let count: (Int64) -> JSONValue = {
      ["count": .number(JSONNumber($0)), "method": "given"]
    }
    let amount = JSONValue.decimal("0.315")
    #expect(
      answer == [
        "model": "claude-sonnet-4.5", "priced_as": "claude-sonnet-4-5", "provider": "anthropic",
        "tokens": ["input": count(100_000), "output": count(1_000)],
        "cost": [
          "amount": amount, "currency": "USD", "price": "anthropic/claude-sonnet-4-5",
          "lines": [
            ["unit": "input", "quantity": 100_000, "price_per_million": 3, "amount": .decimal("0.3")],
            ["unit": "output", "quantity": 1_000, "price_per_million": 15, "amount": .decimal("0.015")],
          ],
        ],
        "context": ["window": 200_000, "fits": true],
        "limit": ["decision": "allow", "reason": "No limits are configured."],
      ])
  }

  @Test func `many calls cost as much as each of them together`() throws {
    let bench = try Bench()
    let call: JSONObject = [
      "model": "gpt-4o-mini", "input_tokens": 7, "output_tokens": 3, "cache_read_tokens": 1,
    ]
    var many = call
    many["calls"] = 1_000
    let one = try bench.call("estimate_cost", call)
    let thousand = try bench.call("estimate_cost", many)
    let amount = try #require(one.at("cost.amount")?.number.flatMap { Money(decimal: $0.lexeme) })
    #expect(thousand.at("cost.amount") == .decimal((amount * 1_000).decimal))
    #expect(thousand.at("cost.lines.0.quantity") == 6_000)
    #expect(thousand.at("tokens.input.count") == 7)
  }

  @Test func `a prompt beyond the window does not fit, and one beyond a tier pays its price`() throws {
    let answer = try Bench().call(
      "estimate_cost", ["model": "claude-sonnet-4-5", "input_tokens": 200_001, "output_tokens": 0])
    #expect(answer.at("context") == ["window": 200_000, "fits": false])
    #expect(answer.at("cost.lines.0.price_per_million") == 6)
  }

  @Test func `output that nobody stated is said to be missing`() throws {
    let bench = try Bench()
    let answer = try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 1_000])
    #expect(answer.at("tokens.output.method") == "default")
    #expect(answer.at("warnings.0")?.string?.contains("output_tokens") == true)
    let embedding = try bench.call(
      "estimate_cost", ["model": "text-embedding-3-small", "input_tokens": 1_000])
    #expect(embedding.at("warnings") == nil)
  }

  @Test func `the limit is asked for all calls together`() throws {
    let bench = try Bench { $0.limits.rules = [.daily(10_000)] }
    let answer = try bench.call(
      "estimate_cost", ["model": "gpt-4o", "input_tokens": 900, "output_tokens": 200, "calls": 10])
    #expect(answer.at("limit.decision") == "deny")
    #expect(answer.at("limit.reason")?.string?.contains("11,000") == true)
  }

  @Test func `nothing is recorded`() throws {
    let bench = try Bench()
    try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 900, "output_tokens": 200])
    #expect(try bench.call("get_usage", ["period": "all"]).at("totals.requests") == 0)
  }

  @Test func `an unknown model has no amount, or that of the configured one`() throws {
    let call: JSONObject = ["model": "my-own", "input_tokens": 1_000, "output_tokens": 0]
    let unpriced = try Bench().call("estimate_cost", call)
    #expect(unpriced.at("cost") == ["currency": "USD", "kind": "unpriced"])
    #expect(unpriced.at("warnings.0")?.string?.contains("not in the price catalog") == true)
    let fallback = try Bench { $0.fallbackModel = "gpt-4o" }.call("estimate_cost", call)
    #expect(fallback.at("cost.amount") == .decimal("0.0025"))
    #expect(fallback.at("cost.kind") == "fallback")
  }

  @Test func `what cannot be priced says what to give`() throws {
    let bench = try Bench()
    #expect(try bench.failure("estimate_cost", ["input_tokens": 1]) == "Argument `model` is missing.")
    #expect(try bench.failure("estimate_cost", ["model": ""]).contains("Name the model"))
    #expect(try bench.failure("estimate_cost", ["model": "gpt-4o"]).contains("Give input_tokens"))
    #expect(
      try bench.failure("estimate_cost", ["model": "gpt-4o", "input_tokens": 1, "calls": -1]).contains(
        "give 1 to 1,000,000"))
    #expect(
      try bench.failure("estimate_cost", ["model": "gpt-4", "output_tokens": 90_000_000_000]).contains(
        "$1,000,000"))
  }
}
