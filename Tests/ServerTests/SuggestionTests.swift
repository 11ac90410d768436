import CivilTime
import JSON
import Pricing
import Server
import Service
import TestSupport
import Testing

/// `get_usage` with `suggestions`, on models at 10 dollars a million tokens in and 50 out unless said otherwise.
@Suite struct SuggestionTests {
  private static func bench(_ change: (inout SmallCatalog) -> Void = { _ in }) throws -> Bench {
    var catalog = SmallCatalog()
    catalog.add("solo", input: 10, output: 50)
    change(&catalog)
    return try Bench(prices: catalog.registry)
  }

  private static func suggestions(_ bench: Bench, _ question: JSONObject = [:]) throws -> [JSONValue] {
    var question = question
    question["include"] = ["suggestions"]
    return try #require(try bench.call("get_usage", question).at("suggestions")?.array)
  }

  /// Records calls of a session to `solo`, minutes after 09:00.
  private static func converse(
    _ bench: Bench, session: String = "s1", minutes: [Int], _ calls: [JSONObject]
  ) throws {
    for (minute, call) in zip(minutes, calls) {
      var call = call
      call["model"] = "solo"
      call["provider"] = "anthropic"
      call["agent"] = "coder"
      call["session_id"] = .string(session)
      call["timestamp"] = .string(
        "2026-11-21T\(minute < 60 ? "09" : "10"):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00Z")
      try bench.call("record_usage", call)
    }
  }

  // MARK: - Models

  @Test func `a cheaper model that lists as much is suggested, and not the cheapest`() throws {
    let bench = try Self.bench {
      $0.add("near", input: 6, output: 30)
      $0.add("far", input: 1, output: 5)
      $0.add("too-near", input: 9, output: 45)
      $0.add("no-eyes", input: 7, output: 35, can: ["tools"])
      $0.add("short", input: 7, output: 35, window: 100_000)
      $0.add("gone", input: 7, output: 35, lifecycle: "retired")
      $0.add("gift", input: 0, output: 0)
      $0.add("other", of: "openai", input: 7, output: 35)
    }
    for index in 0..<10 {
      if index == 9 { #expect(try Self.suggestions(bench).isEmpty) }
      try bench.call(
        "record_usage",
        ["model": "solo", "provider": "anthropic", "input_tokens": 10_000, "output_tokens": 1_000, "agent": "coder"])
    }
    let found = try Self.suggestions(bench)
    // 10 x (0.10 + 0.05) less 10 x (0.06 + 0.03).
    #expect(found.count == 1)
    #expect(found.first?.at("kind") == "cheaper_model")
    #expect(found.first?.at("saving") == ["amount": .decimal("0.6")])
    #expect(found.first?.at("evidence.instead") == "near")
    #expect(found.first?.at("evidence.calls") == 10)
    #expect(
      found.first?.at("message")?.string?.hasPrefix("Agent \"coder\" made 10 calls to solo. near costs less") == true)
    #expect(found.first?.at("assumption") == "Its answers serve as well; at the prices of 2026-11-21.")
    // For other filters and periods there is nothing to say.
    #expect(try Self.suggestions(bench, ["agent": "writer"]).isEmpty)
    #expect(try Self.suggestions(bench, ["period": "yesterday"]).isEmpty)
  }

  @Test(arguments: [(4.0, true), (6.0, false)])
  func `another provider is suggested where it halves the cost`(input: Double, isFound: Bool) throws {
    let bench = try Self.bench {
      $0.add("other", of: "openai", input: input, output: input * 5)
      $0.add("obscure", of: "someone", input: 1, output: 5)
    }
    for _ in 0..<10 {
      try bench.call(
        "record_usage", ["model": "solo", "provider": "anthropic", "input_tokens": 10_000, "output_tokens": 1_000])
    }
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("evidence.instead_provider") } == (isFound ? ["openai"] : []))
    if isFound {
      #expect(found.first?.at("saving.amount") == .decimal("0.9"))
      #expect(found.first?.at("assumption")?.string?.contains("another provider, openai") == true)
    }
  }

  // MARK: - Batch service

  @Test func `work that nobody waits for is suggested for batch service`() throws {
    let bench = try Self.bench()
    func record(_ operation: String, _ tier: String) throws {
      try bench.call(
        "record_usage",
        [
          "model": "solo", "provider": "anthropic", "input_tokens": 20_000, "output_tokens": 2_000,
          "operation": .string(operation), "service_tier": .string(tier),
        ])
    }
    for _ in 0..<3 { try record("Nightly report", "standard") }
    try record("Nightly report", "batch")
    try record("weekly report", "standard")
    // No word of its own: the combat log of a game.
    try record("combatch", "standard")
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("kind") } == ["batch_service"])
    // Half of 3 x (0.20 + 0.10).
    #expect(found.first?.at("saving.amount") == .decimal("0.45"))
    #expect(
      found.first?.at("evidence") == ["name": "Nightly report", "calls": 3, "models": ["solo"]])
  }

  // MARK: - Caches

  @Test func `a cache that costs more than it brings is told`() throws {
    let bench = try Self.bench()
    try bench.call(
      "record_usage",
      ["model": "solo", "provider": "anthropic", "input_tokens": 100_000, "cache_write_tokens": 90_000])
    try bench.call(
      "record_usage",
      [
        "model": "solo", "provider": "anthropic", "input_tokens": 11_000, "cache_read_tokens": 10_000,
        "output_tokens": 9,
      ])
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("kind") } == ["unused_cache"])
    // 90,000 x 2.5 a million for writes, less 10,000 x 9 that the reads saved.
    #expect(found.first?.at("saving.amount") == .decimal("0.135"))
    #expect(found.first?.at("evidence.cache_write") == 90_000)
  }

  @Test func `prompts that repeat the one before them are suggested for a cache`() throws {
    let bench = try Self.bench()
    let prompts: [JSONObject] = [10_000, 20_000, 30_000, 40_000, 50_000].map {
      ["input_tokens": $0, "output_tokens": 100]
    }
    try Self.converse(bench, minutes: [0, 1, 2, 8, 9], prompts)
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("kind") } == ["prompt_caching"])
    // 150,000 x 10 a million, less writes of 10 + 10 + 10, 40 after the pause and 10 thousand at 12.5, and reads of
    // 10 + 20 and 40 thousand at 1: 1.5 - 1.0 - 0.07.
    #expect(found.first?.at("saving.amount") == .decimal("0.43"))
    #expect(
      found.first?.at("evidence")
        == [
          "agent": "coder", "model": "solo", "provider": "anthropic", "sessions": 1, "sessions_looked_at": 1,
          "calls": 3,
          "tokens": 70_000,
        ])
  }

  @Test func `prompts that come and go as they like show no repetition`() throws {
    let bench = try Self.bench()
    let prompts: [JSONObject] = [40_000, 20_000, 45_000, 21_000, 50_000, 12_000].map { ["input_tokens": $0] }
    try Self.converse(bench, minutes: [0, 1, 2, 3, 4, 5], prompts)
    #expect(try Self.suggestions(bench).isEmpty)
  }

  @Test(arguments: [([0, 4, 8, 12], true), ([0, 4, 10, 14], false)])
  func `an hour of cache is too long where calls follow each other`(minutes: [Int], isFound: Bool) throws {
    let bench = try Self.bench()
    try Self.converse(
      bench, minutes: minutes,
      [
        ["input_tokens": 31_000, "cache_write_1h_tokens": 30_000],
        ["input_tokens": 41_000, "cache_read_tokens": 30_000, "cache_write_1h_tokens": 10_000],
        ["input_tokens": 41_000, "cache_read_tokens": 40_000], ["input_tokens": 41_000, "cache_read_tokens": 40_000],
      ])
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("kind") } == (isFound ? ["shorter_cache"] : []))
    // 40,000 x (20 - 12.5) a million.
    if isFound { #expect(found.first?.at("saving.amount") == .decimal("0.3")) }
  }

  @Test(arguments: [([0, 10, 20, 21], true), ([0, 4, 8, 9], false)])
  func `an hour of cache is worth it where pauses lose what was cached`(minutes: [Int], isFound: Bool) throws {
    let bench = try Self.bench()
    try Self.converse(
      bench, minutes: minutes,
      [
        ["input_tokens": 50_000, "cache_write_tokens": 50_000], ["input_tokens": 55_000, "cache_write_tokens": 55_000],
        ["input_tokens": 60_000, "cache_write_tokens": 60_000],
        ["input_tokens": 61_000, "cache_read_tokens": 60_000, "cache_write_tokens": 1_000],
      ])
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("kind") } == (isFound ? ["longer_cache"] : []))
    // 166,000 x 12.5 a million, less 61,000 at 20 and 105,000 at 1.
    if isFound { #expect(found.first?.at("saving.amount") == .decimal("0.75")) }
  }

  @Test func `savings on sessions are of all sessions of the period, and say how many these are`() throws {
    let bench = try Self.bench()
    let calls: [JSONObject] = (0..<6).map {
      ["input_tokens": .number(JSONNumber(20_000 + 1_000 * $0)), "output_tokens": 10]
    }
    for session in 1...28 { try Self.converse(bench, session: "s\(session)", minutes: Array(0..<6), calls) }
    let found = try #require(try Self.suggestions(bench).first { $0.at("kind") == "prompt_caching" })
    // In each session 110,000 of 135,000 tokens are read again at a tenth, and 25,000 written at five quarters.
    #expect(found.at("saving.amount") == .decimal("25.97"))
    #expect(found.at("evidence.sessions") == 28 && found.at("evidence.sessions_looked_at") == 28)
    #expect(found.at("message")?.string?.hasSuffix(" This is of all 28 sessions of four calls or more.") == true)
  }

  // MARK: - Loops

  @Test func `a loop that runs is to be stopped before its prompts are to be cached`() throws {
    let bench = try Self.bench()
    let start = bench.clock.now
    for index in 0..<100 as Range<Int64> {
      try bench.call(
        "record_usage",
        [
          "model": "solo", "provider": "anthropic", "agent": "crawler", "session_id": "s",
          "input_tokens": .number(JSONNumber(20_000 + 100 * index)), "output_tokens": 11,
          "timestamp": .string(start.adding(milliseconds: index * 5_000).rfc3339(in: .utc)),
        ])
    }
    bench.clock.advance(seconds: 520)
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("kind") } == ["stop_loop", "prompt_caching"])
    #expect(
      found.first?.at("message")
        == .string(
          "Stop this first: user_id \"ada\", agent \"crawler\", session_id \"s\" has made 100 calls without a pause since "
            + "2026-11-21T12:00:00Z, for 25.005 USD so far, and goes on."))
    // To the last digit, as the records say.
    #expect(found.first?.at("saving.amount") == .decimal("25.005"))
    #expect(found.first?.at("evidence.calls") == 100)
    #expect(try Self.suggestions(bench, ["agent": "coder"]).isEmpty)
    // Once it has ended there is nothing to stop.
    bench.clock.advance(seconds: 600)
    #expect(try Self.suggestions(bench).map { $0.at("kind") } == ["prompt_caching"])
  }

  // MARK: - Long conversations

  @Test func `prompts that grow without end are suggested to be summarized`() throws {
    let bench = try Self.bench()
    let prompts: [JSONObject] = (0..<10).map {
      ["input_tokens": .number(JSONNumber(40_000 + 12_000 * $0)), "output_tokens": 10]
    }
    // Each after the cache's five minutes, so that caching would not help.
    try Self.converse(bench, minutes: (0..<10).map { $0 * 10 % 120 }, prompts)
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("kind") } == ["growing_context"])
    // 12 + 24 + ... + 84 thousand tokens at 10 a million, less three summaries of 64,000 in and 2,000 out.
    #expect(found.first?.at("saving.amount") == .decimal("1.14"))
    #expect(found.first?.at("evidence.tokens") == 336_000)
  }

  // MARK: - What is not said

  @Test func `ordinary good usage gives no suggestion`() throws {
    let bench = try Self.bench { $0.add("small", input: 1, output: 5, can: ["tools"]) }
    var calls: [JSONObject] = [["input_tokens": 12_000, "cache_write_tokens": 11_000, "output_tokens": 400]]
    for index in 1..<20 {
      let before = 11_000 + 2_000 * Int64(index - 1)
      calls.append([
        "input_tokens": .number(JSONNumber(before + 2_100)), "cache_read_tokens": .number(JSONNumber(before)),
        "cache_write_tokens": 2_000, "output_tokens": 500,
      ])
    }
    for session in ["s1", "s2", "s3"] { try Self.converse(bench, session: session, minutes: Array(0..<20), calls) }
    for _ in 0..<30 {
      try bench.call(
        "record_usage",
        [
          "model": "solo", "provider": "anthropic", "input_tokens": 3_000, "output_tokens": 200, "operation": "nightly",
          "service_tier": "batch",
        ])
    }
    #expect(try Self.suggestions(bench).isEmpty)
  }

  @Test func `nothing is said of less than a cent or a hundredth`() throws {
    let bench = try Self.bench()
    func record(_ operation: String, _ tokens: Int64) throws {
      try bench.call(
        "record_usage",
        [
          "model": "solo", "provider": "anthropic", "input_tokens": .number(JSONNumber(tokens)),
          "operation": .string(operation),
        ])
    }
    // Batch service would save 0.00995, then 0.01, of a cost about twice that.
    try record("nightly", 1_990)
    #expect(try Self.suggestions(bench).isEmpty)
    try record("nightly", 10)
    #expect(try Self.suggestions(bench).map { $0.at("saving.amount") } == [.decimal("0.01")])
    // Of a dollar in all it is a hundredth, of more it is not.
    try record("chat", 98_000)
    #expect(try Self.suggestions(bench).count == 1)
    try record("chat", 200)
    #expect(try Self.suggestions(bench).isEmpty)
  }

  @Test func `the five largest are shown, in any currency`() throws {
    let bench = try Self.bench()
    for index in 1...7 {
      try bench.call(
        "record_usage",
        [
          "model": "solo", "provider": "anthropic", "input_tokens": .number(JSONNumber(Int64(index) * 10_000)),
          "operation": .string("batch \(index)"),
        ])
    }
    let found = try Self.suggestions(bench)
    #expect(found.map { $0.at("evidence.name") } == ["batch 7", "batch 6", "batch 5", "batch 4", "batch 3"])
    let won = try bench.call("get_usage", ["include": ["suggestions"], "currency": "KRW"])
    let rate = try #require(won.at("exchange.rate")?.number?.decimal())
    let first = try #require(won.at("suggestions.0.saving.amount")?.number?.decimal())
    #expect(won.at("currency") == "KRW")
    // 0.35 dollars.
    #expect(Self.scaled(first, 12) * 100 == Self.scaled(rate, 12) * 35)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `whatever was recorded, no saving is larger than what was spent`(seed: UInt64) throws {
    let bench = try Self.bench { $0.add("near", input: 7, output: 20) }
    var generator = SplitMix64(seed: seed)
    func number(_ most: Int64) -> Int64 { Int64.random(in: 0...most, using: &generator) }
    for session in 0..<6 {
      var prompt: Int64 = 0
      var minute = 0
      for _ in 0..<(4 + number(20)) {
        minute = min(119, minute + Int(number(7)))
        prompt = number(4) == 0 ? number(90_000) : min(190_000, prompt + number(15_000))
        let read = number(1) == 0 ? 0 : number(prompt)
        let write = number(prompt - read)
        let writeName = number(1) == 0 ? "cache_write_tokens" : "cache_write_1h_tokens"
        try Self.converse(
          bench, session: "s\(session)", minutes: [minute],
          [
            [
              "input_tokens": .number(JSONNumber(prompt)), "cache_read_tokens": .number(JSONNumber(read)),
              writeName: .number(JSONNumber(write)), "output_tokens": .number(JSONNumber(number(900))),
            ]
          ])
      }
    }
    let answer = try bench.call("get_usage", ["include": ["suggestions"]])
    let spent = try #require(answer.at("totals.cost.amount")?.number)
    let savings = try #require(answer.at("suggestions")?.array).compactMap { $0.at("saving.amount")?.number }
    #expect(savings.allSatisfy { $0 < spent }, "seed \(seed)")
    #expect(savings == savings.sorted(by: >), "seed \(seed)")
    #expect(try bench.call("get_usage", ["include": ["suggestions"]]) == answer, "seed \(seed)")
  }

  private static func scaled(_ number: (significand: Int128, exponent: Int), _ places: Int) -> Int128 {
    var value = number.significand
    for _ in 0..<(places + number.exponent) { value *= 10 }
    return value
  }
}
