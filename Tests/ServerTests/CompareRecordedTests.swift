import CivilTime
import JSON
import Pricing
import Server
import Service
import TestSupport
import Testing

/// `compare_models` with `based_on`: what was recorded, priced on other models.
@Suite struct CompareRecordedTests {
  /// A cached call in batch service, a plain one, and one with a prompt above 200,000 tokens.
  private func bench() throws -> Bench {
    let bench = try Bench()
    let calls: [JSONObject] = [
      [
        "model": "gpt-4o", "input_tokens": 10_000, "cache_read_tokens": 6_000, "output_tokens": 700,
        "service_tier": "batch",
      ],
      ["model": "gpt-4o", "input_tokens": 20_000, "output_tokens": 500],
      [
        "model": "claude-sonnet-4-5", "input_tokens": 250_000, "output_tokens": 900,
        "timestamp": "2026-11-02T09:10:00Z",
      ],
    ]
    for call in calls { try bench.call("record_usage", call) }
    return bench
  }

  @Test func `what was recorded is priced with its cache, tiers and prompt lengths`() throws {
    let answer = try bench().call(
      "compare_models", ["based_on": "this_month", "models": ["claude-sonnet-4-5", "gemini-2.5-pro", "gpt-4o"]])
    // By hand, in dollars per million: Sonnet 3, 15, cache 0.3; above 200,000 tokens 6 and 22.5; batch half.
    // (4000 x 1.5 + 6000 x 0.15 + 700 x 7.5) + (20000 x 3 + 500 x 15) + (250000 x 6 + 900 x 22.5)
    let sonnet = (6_000 + 900 + 5_250) + (60_000 + 7_500) + (1_500_000 + 20_250)
    // Gemini 2.5 Pro 1.25, 10, cache 0.125; above 200,000 tokens 2.5 and 15; batch half, but for the cache.
    let gemini = (2_500 + 750 + 3_500) + (25_000 + 5_000) + (625_000 + 13_500)
    #expect(sonnet == 1_599_900 && gemini == 675_250)
    let rows = try #require(answer.at("models")?.array)
    func amount(_ name: String) -> JSONValue? { rows.first { $0.at("model") == .string(name) }?.at("cost.amount") }
    #expect(amount("claude-sonnet-4-5") == .decimal("1.5999"))
    #expect(amount("gemini-2.5-pro") == .decimal("0.67525"))
    #expect(answer.at("workload.calls") == 3)
    #expect(answer.at("workload.input_tokens") == 280_000)
    #expect(answer.at("workload.output_tokens") == 2_100)
    #expect(answer.at("workload.cache_read_tokens") == 6_000)
    #expect(answer.at("workload.cache_write_tokens") == nil)
  }

  @Test func `savings are against what the records say was spent, or a model that is named`() throws {
    let bench = try bench()
    let spent = try bench.call("get_usage", ["period": "this_month"]).at("totals.cost.amount")
    let answer = try bench.call("compare_models", ["based_on": "this_month", "models": ["gemini-2.5-pro"]])
    #expect(answer.at("workload.cost.amount") == spent)
    #expect(answer.at("baseline") == "recorded")
    #expect(answer.at("warnings.1")?.string?.contains("Savings are against what the records say") == true)
    // 1.52025 for Sonnet; 0.016 and 0.055 for GPT-4o.
    #expect(spent == .decimal("1.59125"))
    #expect(answer.at("models.0.savings") == ["amount": .decimal("0.916"), "percent": .decimal("57.56")])
    let named = try bench.call(
      "compare_models", ["based_on": "this_month", "models": ["gemini-2.5-pro"], "baseline": "claude-sonnet-4-5"])
    #expect(named.at("baseline") == "claude-sonnet-4-5")
    #expect(named.at("models.0.savings.amount") == .decimal("0.92465"))
  }

  @Test func `a service tier that is given takes the place of those recorded`() throws {
    let answer = try bench().call(
      "compare_models", ["based_on": "all", "models": ["gemini-2.5-pro"], "service_tier": "batch"])
    // Half of everything but the cache.
    #expect(answer.at("models.0.cost.amount") == .decimal("0.341"))
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `a model's price for a period is the sum of its prices for each call`(seed: UInt64) throws {
    let bench = try Bench()
    var generator = SplitMix64(seed: seed)
    var calls: [(usage: Usage, tier: String?)] = []
    for _ in 0..<60 {
      let call = RandomCall(&generator)
      try bench.call("record_usage", call.arguments)
      calls.append((call.usage, call.tier))
    }
    let names = [
      "gpt-4o", "gpt-5", "gpt-5.4", "claude-sonnet-4-5", "claude-opus-4-5", "gemini-2.5-pro", "gemini-2.0-flash",
      "grok-4",
      "deepseek-chat",
    ]
    let answer = try bench.call("compare_models", ["based_on": "all", "models": .array(names.map(JSONValue.string))])
    let rows = try #require(answer.at("models")?.array)
    #expect(rows.count > 5)
    for row in rows {
      let name = try #require(row.at("model")?.string)
      let model = try #require(try bench.service.prices.resolve(name))
      var sum = Money.zero
      for call in calls {
        let conditions = PricingConditions(at: bench.clock.now, serviceTier: call.tier)
        sum += try #require(try model.cost(of: call.usage, under: conditions)?.amount)
      }
      #expect(row.at("cost.amount") == .decimal(sum.decimal), "seed \(seed), \(name)")
    }
  }

  @Test func `what models cannot do is left out with the reason, or marked`() throws {
    let bench = try Bench()
    try bench.call("record_usage", ["model": "gemini-2.5-pro", "input_tokens": 900_000, "output_tokens": 100])
    let named = try bench.call("compare_models", ["based_on": "all", "models": ["gemini-2.5-flash", "gpt-4o"]])
    #expect(named.at("models")?.each("model") == ["gemini-2.5-flash", "gpt-4o"])
    #expect(named.at("models")?.each("fits_context") == [true, false])
    let found = try bench.call("compare_models", ["based_on": "all", "limit": 200])
    #expect(found.at("models")?.each("fits_context").contains(false) == false)
    #expect((found.at("left_out.context_too_small")?.number?.int64 ?? 0) > 10)

    try bench.call(
      "record_usage",
      ["model": "gemini-2.5-pro", "input_tokens": 900, "meters": ["input_audio": 500], "output_tokens": 1])
    let deaf = try bench.call("compare_models", ["based_on": "all", "models": ["gemini-2.5-flash", "gpt-4.1"]])
    #expect(deaf.at("models")?.each("model") == ["gemini-2.5-flash"])
    #expect(deaf.at("warnings.2") == "Models left out: gpt-4.1 (takes no audio).")
  }

  @Test func `units that a model has no price for are told`() throws {
    let bench = try Bench()
    try bench.call("record_usage", ["model": "claude-sonnet-4-5", "input_tokens": 900, "web_searches": 3])
    let answer = try bench.call(
      "compare_models", ["based_on": "today", "models": ["claude-sonnet-4-5", "deepseek-chat", "no-such-model"]])
    // 900 x 3 per million, three searches at a cent.
    #expect(answer.at("models.0.cost.amount") == .decimal("0.0327"))
    #expect(answer.at("unpriced") == ["deepseek-chat", "no-such-model"])
    let found = try bench.call("compare_models", ["based_on": "today", "limit": 200])
    #expect((found.at("left_out.no_price_for_web_search")?.number?.int64 ?? 0) > 10)
  }

  @Test func `calls of another kind of model are left out, and told`() throws {
    let bench = try bench()
    try bench.call("record_usage", ["model": "text-embedding-3-small", "input_tokens": 1_000_000])
    let text = try bench.call("compare_models", ["based_on": "all"])
    #expect(text.at("workload.calls") == 3)
    #expect(
      text.at("warnings.2")
        == "The calls of chat models are compared. Calls of other kinds (embedding) are left out: 1.")
    let embedding = try bench.call("compare_models", ["based_on": "all", "models": ["text-embedding-3-large"]])
    #expect(embedding.at("workload.calls") == 1)
    #expect(embedding.at("models.0.cost.amount") == .decimal("0.13"))
  }

  @Test func `models that draw are compared for talking only where they are named`() throws {
    let bench = try bench()
    let named = try bench.call("compare_models", ["based_on": "all", "models": ["gemini-2.0-flash"]])
    #expect(named.at("models.0.fits_context") == true)
    let found = try bench.call("compare_models", ["based_on": "all", "providers": ["google"], "limit": 200])
    let models = try #require(found.at("models")?.each("model"))
    #expect(models.contains("gemini-2.5-pro"))
    #expect(!models.contains("gemini-nano-banana-2.1"))
  }

  @Test func `calls without a cost leave nothing to save against, and are priced all the same`() throws {
    let bench = try Bench()
    try bench.call("record_usage", ["model": "my-own", "input_tokens": 1_000_000, "output_tokens": 0])
    let answer = try bench.call("compare_models", ["based_on": "all", "models": ["gpt-4o"]])
    #expect(answer.at("models.0.cost.amount") == .decimal("2.5"))
    #expect(answer.at("models.0.savings") == nil)
    #expect(answer.at("baseline") == nil)
    #expect(answer.at("warnings.1")?.string?.hasPrefix("Calls without a recorded cost: 1.") == true)
  }

  @Test func `free models are free, and a fortune is no error`() throws {
    let bench = try Bench()
    for _ in 0..<5 {
      try bench.call("record_usage", ["model": "gemini-2.0-flash", "input_tokens": 9_000_000_000])
    }
    let answer = try bench.call("compare_models", ["based_on": "all", "models": ["gpt-4", "ollama/llama3.2"]])
    #expect(answer.at("models.0.cost.amount") == 0)
    #expect(answer.at("models.0.factor") == nil)
    #expect(answer.at("models.1.cost.amount") == 1_350_000)
    #expect(answer.at("models.1.savings.amount") == .decimal("-1345500"))
  }

  @Test func `dimensions choose the recorded calls that are compared`() throws {
    let bench = try Bench()
    for (agent, tokens) in [("scout", 1_000_000), ("scribe", 3_000_000)] as [(String, Int64)] {
      try bench.call(
        "record_usage",
        ["model": "gpt-4o", "input_tokens": .number(JSONNumber(tokens)), "agent": .string(agent), "output_tokens": 0])
    }
    let answer = try bench.call("compare_models", ["based_on": "all", "models": ["gpt-4.1"], "agent": "scout"])
    #expect(answer.at("workload.calls") == 1)
    #expect(answer.at("models.0.cost.amount") == 2)
    #expect(
      try bench.failure("compare_models", ["based_on": "all", "agent": "nobody"]).contains("no calls are recorded"))
  }

  @Test func `amounts come in another currency too`() throws {
    let bench = try bench()
    let dollars = try bench.call("compare_models", ["based_on": "all", "models": ["gpt-4o"]])
    let won = try bench.call("compare_models", ["based_on": "all", "models": ["gpt-4o"], "currency": "KRW"])
    #expect(won.at("currency") == "KRW")
    #expect(won.at("exchange.rate") != nil)
    #expect(won.at("models.0.savings.percent") == dollars.at("models.0.savings.percent"))
  }

  @Test func `a question that cannot be answered says what to leave out or to give`() throws {
    let bench = try bench()
    func failure(_ question: JSONObject) throws -> String { try bench.failure("compare_models", question) }
    #expect(
      try failure(["based_on": "today", "input_tokens": 1, "calls": 2]).contains("Leave out `input_tokens`, `calls`"))
    #expect(try failure(["based_on": "yesterday"]).contains("no calls are recorded for \"yesterday\""))
    #expect(try failure(["based_on": "fortnight"]).contains("Give one of today"))
    #expect(try failure(["based_on": "all", "baseline": "gpt-4p"]).contains("gpt-4o"))
  }
}

/// A call made up at random, of token counts that any chat model prices.
private struct RandomCall {
  let usage: Usage
  let tier: String?
  let arguments: JSONObject

  init(_ generator: inout SplitMix64) {
    func count(_ most: Int64) -> Int64 { Int64.random(in: 0...most, using: &generator) }
    let lengths: [Int64] = [900, 31_000, 90_000, 199_000, 250_000]
    let read = count(lengths.randomElement(using: &generator) ?? 900)
    let write = count(40_000)
    let hour = count(9_000)
    let fresh = count(60_000)
    let output = 400 + count(3_000)
    tier = count(3) == 0 ? "batch" : nil
    usage = Usage(
      disjoint: [
        (.input, fresh), (.cacheRead, read), (.cacheWrite, write), (.cacheWrite1h, hour), (.output, output - 300),
        (.outputReasoning, 300),
      ].filter { $0.1 > 0 })
    var arguments: JSONObject = [
      "model": .string(["gpt-4o", "claude-sonnet-4-5", "my-own"].randomElement(using: &generator) ?? "gpt-4o"),
      "input_tokens": .number(JSONNumber(fresh + read + write + hour)),
      "cache_read_tokens": .number(JSONNumber(read)), "cache_write_tokens": .number(JSONNumber(write)),
      "cache_write_1h_tokens": .number(JSONNumber(hour)), "output_tokens": .number(JSONNumber(output)),
      "reasoning_tokens": 300,
      "timestamp": .string("2026-11-\(10 + count(10))T1\(count(1)):3\(count(9)):00Z"),
    ]
    if let tier { arguments["service_tier"] = .string(tier) }
    self.arguments = arguments
  }
}
