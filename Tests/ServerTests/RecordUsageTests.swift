import JSON
import Ledger
import Server
import Service
import Testing

@Suite struct RecordUsageTests {
  @Test(arguments: [
    ("gpt-4o", "batch", false), ("gpt-4", "priority", true), ("gpt-4", "standard", false), ("mystery", "batch", false),
  ])
  func `a tier without a price of its own takes the standard price and says so`(
    _ model: String, _ tier: String, _ warns: Bool
  ) throws {
    let answer = try Bench().call(
      "record_usage", ["model": .string(model), "input_tokens": 10, "service_tier": .string(tier)])
    let warnings = (answer.at("warnings")?.array ?? []).compactMap(\.string)
    #expect(warnings.contains { $0.contains("for \(tier) service; the standard price was applied") } == warns)
  }

  @Test func `a call with every count is answered with its tokens, its price and its lines`() throws {
    let bench = try Bench()
    let answer = try bench.call(
      "record_usage",
      [
        "model": "claude-sonnet-4-5", "input_tokens": 10_000, "output_tokens": 500,
        "cache_read_tokens": 6_000,
        "cache_write_tokens": 1_000, "cache_write_1h_tokens": 500, "reasoning_tokens": 100, "web_searches": 2,
      ])
    #expect(answer.at("id")?.string?.utf8.count == 32)
    #expect(answer.at("created") == true)
    #expect(answer.at("model") == "claude-sonnet-4-5")
    #expect(answer.at("priced_as") == "claude-sonnet-4-5")
    #expect(answer.at("provider") == "anthropic")
    #expect(
      answer.at("tokens") == [
        "input": 10_000, "output": 500, "cache_read": 6_000, "cache_write": 1_500, "reasoning": 100,
        "total": 10_500,
      ])
    // 2,500 at $3, 6,000 at $0.30, 1,000 at $3.75, 500 at $6, 500 at $15 a million; 2 searches at a cent.
    #expect(answer.at("cost.amount") == .decimal("0.04355"))
    #expect(answer.at("cost.currency") == "USD")
    #expect(answer.at("cost.kind") == "catalog")
    #expect(
      answer.at("cost.lines")?.each("unit") == [
        "input", "output", "cache_read", "cache_write", "cache_write_1h", "output_reasoning", "web_search",
      ])
    #expect(
      answer.at("cost.lines.0") == [
        "unit": "input", "quantity": 2_500, "price_per_million": 3, "amount": .decimal("0.0075"),
      ])
    #expect(
      answer.at("cost.lines.6") == [
        "unit": "web_search", "quantity": 2, "price_each": .decimal("0.01"), "amount": .decimal("0.02"),
      ])
    #expect(answer.at("session") == nil)
    #expect(answer.at("limits") == nil)
  }

  @Test func `the session's totals come back with each of its calls`() throws {
    let bench = try Bench()
    let call: JSONObject = [
      "model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 100, "session_id": "talk",
    ]
    try bench.call("record_usage", call)
    let answer = try bench.call("record_usage", call)
    #expect(answer.at("session.requests") == 2)
    #expect(answer.at("session.tokens.total") == 2_200)
    #expect(answer.at("session.cost") == ["amount": .decimal("0.007")])
  }

  @Test func `a request id makes a repeated call one record, and a new one an update`() throws {
    let bench = try Bench()
    var call: JSONObject = [
      "model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 10, "request_id": "r1", "status": "partial",
    ]
    let first = try bench.call("record_usage", call)
    let again = try bench.call("record_usage", call)
    #expect(again.at("created") == false)
    #expect(again.at("id") == first.at("id"))
    call["output_tokens"] = 500
    call["status"] = "complete"
    let grown = try bench.call("record_usage", call)
    #expect(grown.at("created") == false)
    #expect(grown.at("cost.amount") == .decimal("0.0075"))
    call["output_tokens"] = 90
    call["status"] = "partial"
    let late = try bench.call("record_usage", call)
    #expect(late.at("tokens.output") == 500)
    #expect(late.at("cost.amount") == .decimal("0.0075"))
    try #expect(bench.call("get_usage", ["period": "all"]).at("totals.requests") == 1)
  }

  @Test func `calls without an id are all new`() throws {
    let bench = try Bench()
    let call: JSONObject = ["model": "gpt-4o", "input_tokens": 1]
    let ids = try (0..<3).map { _ in try bench.call("record_usage", call).at("id")?.string }
    #expect(Set(ids).count == 3)
  }

  @Test func `one id for two models is one call, and said`() throws {
    let bench = try Bench()
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 10, "request_id": "r1"])
    let answer = try bench.call(
      "record_usage", ["model": "gpt-4o-mini", "input_tokens": 5, "request_id": "r1"])
    #expect(answer.at("created") == false)
    #expect(answer.at("model") == "gpt-4o")
    let warning = try #require(answer.at("warnings.0")?.string)
    #expect(
      warning.contains("\"gpt-4o\"") && warning.contains("\"gpt-4o-mini\"")
        && warning.contains("new request_id"))
  }

  @Test func `what the provider billed wins, and the catalog's amount stays next to it`() throws {
    let answer = try Bench().call(
      "record_usage",
      [
        "model": "gpt-4o", "input_tokens": 1_000_000, "cost_usd": .decimal("1.999999999999"),
      ])
    #expect(answer.at("cost.amount") == .decimal("1.999999999999"))
    #expect(answer.at("cost.kind") == "reported")
    #expect(answer.at("cost.catalog_amount") == .decimal("2.5"))
    #expect(answer.at("cost.lines.0.amount") == .decimal("1.999999999999"))
    #expect(answer.at("warnings") == nil)
  }

  @Test func `an unknown model is unpriced, with the nearest names, and never zero`() throws {
    let answer = try Bench().call("record_usage", ["model": "gpt-4p", "input_tokens": 10])
    #expect(answer.at("cost") == ["currency": "USD", "kind": "unpriced"])
    #expect(answer.at("priced_as") == nil)
    let warning = try #require(answer.at("warnings.0")?.string)
    #expect(warning.contains("\"gpt-4p\" is not in the price catalog, so the call is unpriced"))
    #expect(warning.contains("gpt-4o"))
  }

  @Test func `an unknown model takes the configured price, and that is said`() throws {
    let bench = try Bench { $0.fallbackModel = "gpt-4o" }
    let answer = try bench.call("record_usage", ["model": "my-own", "input_tokens": 1_000])
    #expect(answer.at("cost.amount") == .decimal("0.0025"))
    #expect(answer.at("cost.kind") == "fallback")
    #expect(answer.at("priced_as") == "gpt-4o")
    #expect(answer.at("model") == "my-own")
    let warning = try #require(answer.at("warnings.0")?.string)
    #expect(warning.contains("price of gpt-4o was applied") && !warning.contains("is unpriced"))
  }

  @Test func `a configured price of an unknown model is a warning`() throws {
    let bench = try Bench { $0.fallbackModel = "gpt-4p" }
    let answer = try bench.call("record_usage", ["model": "my-own", "input_tokens": 1_000])
    #expect(answer.at("cost.kind") == "unpriced")
    let warning = try #require(answer.at("warnings.0")?.string)
    #expect(warning.contains("fallback_model") && warning.contains("\"gpt-4p\""))
  }

  @Test func `an unknown model with a bill is not called unpriced`() throws {
    let answer = try Bench().call(
      "record_usage",
      [
        "model": "my-own", "input_tokens": 10, "cost_usd": .decimal("0.5"),
      ])
    #expect(answer.at("cost.kind") == "reported")
    #expect(answer.at("warnings")?.array?.contains { $0.string?.contains("unpriced") == true } != true)
  }

  @Test func `a unit that the price does not know gives a line without amount, a warning and no amount`()
    throws
  {
    let answer = try Bench().call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 10, "meters": ["page": 3]])
    #expect(answer.at("cost.amount") == nil)
    #expect(answer.at("cost.kind") == "unpriced")
    #expect(answer.at("cost.lines.1") == ["unit": "page", "quantity": 3])
    #expect(answer.at("warnings.0")?.string?.contains("page") == true)
  }

  @Test func `images, sound and speech are priced by their own units`() throws {
    let bench = try Bench()
    let image = try bench.call(
      "record_usage", ["model": "dall-e-3", "images": 2, "image_quality": "hd", "image_size": "1024x1792"])
    #expect(image.at("cost.amount") == .decimal("0.24"))
    let heard = try bench.call("record_usage", ["model": "whisper-1", "audio_seconds": .decimal("90.5")])
    #expect(heard.at("cost.amount") == .decimal("0.00905"))
    #expect(heard.at("cost.lines.0.unit") == "audio_second_in")
    #expect(heard.at("cost.lines.0.quantity") == .decimal("90.5"))
    let spoken = try bench.call("record_usage", ["model": "tts-1", "characters": 1_000])
    #expect(spoken.at("cost.amount") == .decimal("0.015"))
    let estimated = try bench.call("record_usage", ["model": "gpt-4o-mini-tts", "audio_seconds": 60])
    #expect(estimated.at("cost.lines.0.unit") == "audio_second_out")
    #expect(estimated.at("cost.amount") == .decimal("0.015"))
  }

  @Test(arguments: [
    ("tts-1", "characters"), ("MiniMax-H3", "meters.video_second_out"), ("black-forest-labs/flux-pro", "images"),
    ("rerank-v3.5", "meters.query"), ("whisper-1", "audio_seconds"), ("mistral-ocr-latest", "meters.page"),
  ])
  func `tokens are never free on a model that bills something else, and the warning names it`(
    model: String, unit: String
  ) throws {
    let answer = try Bench().call("record_usage", ["model": .string(model), "input_tokens": 200_000])
    #expect(answer.at("cost.amount") == nil)
    #expect(answer.at("cost.kind") == "unpriced")
    let warning = try #require(answer.at("warnings.0")?.string)
    #expect(warning.contains("says nothing about input") && warning.contains("`\(unit)`"))
  }

  @Test func `service tiers change the price, and the standard one has three names`() throws {
    let bench = try Bench()
    for tier in ["standard", "default", "auto"] {
      let answer = try bench.call(
        "record_usage", ["model": "gpt-4o", "input_tokens": 1_000_000, "service_tier": .string(tier)])
      #expect(answer.at("cost.amount") == .decimal("2.5"))
    }
    let batch = try bench.call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1_000_000, "service_tier": "batch"])
    #expect(batch.at("cost.amount") == .decimal("1.25"))
  }

  @Test func `a call is dated as said, by the ledger's clock otherwise`() throws {
    let bench = try Bench()
    try bench.call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "2026-11-20T10:00:00+09:00"])
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1])
    let usage = try bench.call("get_usage", ["period": "all", "include": ["records"]])
    #expect(usage.at("records")?.each("timestamp") == ["2026-11-21T12:00:00Z", "2026-11-20T01:00:00Z"])
  }

  @Test func `plain counts with a cache for Anthropic say how input is counted`() throws {
    let bench = try Bench()
    let call: JSONObject = ["input_tokens": 1_000, "cache_read_tokens": 900]
    func warnings(_ more: JSONObject) throws -> [JSONValue?] {
      var call = call
      for (name, value) in more { call[name] = value }
      return try bench.call("record_usage", call).at("warnings")?.array ?? []
    }
    #expect(
      try warnings(["model": "claude-haiku-4-5"]).first??.string?.contains(
        "pass the provider's object as `usage`") == true)
    #expect(try warnings(["model": "claude-haiku-4-5", "provider": "amazon-bedrock"]).count >= 1)
    #expect(try warnings(["model": "gpt-4o"]) == [])
  }

  @Test func `limits at warning or above come with the answer`() throws {
    let bench = try Bench { $0.limits.rules = [.daily(1_000)] }
    let call: JSONObject = ["model": "gpt-4o", "input_tokens": 400]
    try #expect(bench.call("record_usage", call).at("limits") == nil)
    let near = try bench.call("record_usage", call)
    #expect(near.at("limits.0.level") == "warning")
    #expect(near.at("limits.0.id") == "TOKEN_DAILY_LIMIT")
    #expect(try bench.call("record_usage", call).at("limits.0.level") == "exceeded")
  }

  @Test func `an entry is not doubted because the limits' zone cannot be read`() throws {
    let bench = try Bench {
      $0.limits.rules = [.daily(1_000)]
      $0.configured[.timezone] = "Nowhere/Atall"
    }
    let answer = try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 400])
    #expect(answer.at("created") == true)
    #expect(answer.at("warnings.0")?.string?.contains("Nowhere/Atall") == true)
  }
}

@Suite struct RecordKeyTests {
  @Test func `a message id in a provider's form means the call, any other only the message`() throws {
    let bench = try Bench()
    func created(_ id: String) throws -> JSONValue? {
      try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1, "message_id": .string(id)]).at(
        "created")
    }
    #expect(try created("msg_1") == true)
    #expect(try created("msg_1") == false)
    #expect(try created("17") == true)
    #expect(try created("17") == true)
  }

  @Test func `ids belong to their user`() throws {
    let bench = try Bench()
    let call: JSONObject = ["model": "gpt-4o", "input_tokens": 1, "request_id": "r1"]
    var other = call
    other["user_id"] = "bob"
    #expect(try bench.call("record_usage", call).at("created") == true)
    #expect(try bench.call("record_usage", other).at("created") == true)
  }

  @Test func `a repeated report fills in what was absent, and the earliest time stays`() throws {
    let bench = try Bench()
    try bench.call(
      "record_usage",
      [
        "model": "gpt-4o", "input_tokens": 5, "request_id": "r1", "timestamp": "2026-11-21T10:00:00Z",
        "agent": "coder",
      ])
    try bench.call(
      "record_usage",
      [
        "model": "gpt-4o", "input_tokens": 5, "output_tokens": 3, "request_id": "r1", "project_id": "p",
        "duration_ms": 9,
      ])
    let record = try bench.resource("usage://records").at("records.0")
    #expect(record?.at("timestamp") == "2026-11-21T10:00:00Z")
    #expect(
      record?.at("agent") == "coder" && record?.at("project_id") == "p" && record?.at("duration_ms") == 9)
    #expect(record?.at("tokens.total") == 8)
  }

  @Test func `sound among the tokens is priced as sound`() throws {
    let answer = try Bench().call(
      "record_usage",
      [
        "model": "gpt-4o-audio-preview", "input_tokens": 64, "input_audio_tokens": 44, "output_tokens": 20,
        "output_audio_tokens": 11,
      ])
    // 20 at $2.50, 44 at $40, 9 at $10 and 11 at $80 a million.
    #expect(answer.at("cost.lines")?.each("unit") == ["input", "output", "input_audio", "output_audio"])
    #expect(answer.at("cost.amount") == .decimal("0.00278"))
  }
}
