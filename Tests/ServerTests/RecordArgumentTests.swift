import JSON
import Testing

/// Arguments as language models write them.
@Suite struct RecordArgumentTests {
  @Test func `numbers as text, with a zero fraction, and null are taken as meant`() throws {
    let bench = try Bench()
    let answer = try bench.call(
      "record_usage",
      [
        "model": "gpt-4o", "input_tokens": "1000", "output_tokens": .decimal("100.0"),
        "cache_read_tokens": .null,
        "session_id": .null, "metadata": .null, "session_end": "true", "tool_calls": #"["read"]"#,
      ])
    #expect(answer.at("tokens.input") == 1_000)
    #expect(answer.at("tokens.output") == 100)
    #expect(answer.at("session") == nil)
    let usage = try bench.call(
      "get_usage", ["limit": "5", "group_by": #"["model"]"#, "include": ["records"], "cursor": .null])
    #expect(usage.at("groups.0.requests") == 1)
  }

  @Test func `counts that no call can have are refused with the argument's name`() throws {
    let bench = try Bench()
    func failure(_ name: String, _ value: JSONValue) throws -> String {
      let message = try bench.failure("record_usage", ["model": "gpt-4o", name: value])
      #expect(message.contains("`\(name)"), "\(message)")
      return message
    }
    #expect(try failure("input_tokens", -1).contains("give 0 to 100,000,000,000"))
    #expect(try failure("input_tokens", .decimal("1.5")).contains("whole number"))
    #expect(try failure("input_tokens", "many").contains("must be a whole number, not a text"))
    #expect(try failure("input_tokens", 100_000_000_001).contains("give 0 to 100,000,000,000"))
    #expect(try failure("input_tokens", .decimal("1e400")).contains("give 0 to 100,000,000,000"))
    #expect(
      try failure("input_tokens", .decimal("9223372036854775808")).contains("give 0 to 100,000,000,000"))
    #expect(try failure("cost_usd", -1).contains("between 0 and 1,000,000"))
    #expect(try failure("cost_usd", 1_000_001).contains("between 0 and 1,000,000"))
    #expect(try failure("cost_usd", .decimal("1e400")).contains("between 0 and 1,000,000"))
    #expect(try failure("audio_seconds", .decimal("1.2345")).contains("at most three decimals"))
    #expect(try failure("audio_seconds", 2_000_000_000).contains("give 0 to 1,000,000,000"))
    #expect(try failure("timestamp", "yesterday").contains("RFC 3339"))
    #expect(try failure("timestamp", "2026-11-21 09:00").contains("2026-11-21T09:30:00Z"))
    #expect(try failure("status", "done").contains("must be one of complete, partial, failed"))
    #expect(try failure("service_tier", "cheap").contains("must be one of standard"))
    #expect(try failure("input_token", 1).contains("did you mean `input_tokens`?"))
    #expect(try failure("user_id", .string(String(repeating: "é", count: 257))).contains("257 characters"))
  }

  @Test func `a call may be dated a day ahead, and no more`() throws {
    let bench = try Bench()
    try bench.call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "2026-11-22T12:00:00Z"])
    let message = try bench.failure(
      "record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "2026-11-22T12:00:00.001Z"])
    #expect(message.contains("`timestamp`") && message.contains("more than 24 hours"))
  }

  @Test func `meters are refused by name, by quantity and when they are counted twice`() throws {
    let bench = try Bench()
    func failure(_ meters: JSONValue, _ more: JSONObject = [:]) throws -> String {
      var call: JSONObject = ["model": "gpt-4o", "meters": meters]
      for (name, value) in more { call[name] = value }
      return try bench.failure("record_usage", call)
    }
    #expect(try failure(["pages": 1]).contains("\"pages\" is no meter"))
    #expect(try failure(["page": .decimal("1.5")]).contains("whole number"))
    #expect(try failure(["page": -1]).contains("give 0 to"))
    #expect(try failure(["citation": .decimal("34028236692093846346337460743177e7")]).contains("give 0 to"))
    #expect(try failure(["page": ["count": 1]]).contains("must be a number"))
    #expect(try failure(["input": 5], ["input_tokens": 5]).contains("given twice"))
    #expect(try failure(["web_search": 5], ["web_searches": 5]).contains("given twice"))
  }

  @Test func `meters by their catalog names are priced like their arguments`() throws {
    let bench = try Bench()
    let named = try bench.call(
      "record_usage",
      [
        "model": "claude-sonnet-4-5", "input_tokens": 1_000, "cache_write_1h_tokens": 500, "web_searches": 1,
      ])
    let metered = try bench.call(
      "record_usage",
      [
        "model": "claude-sonnet-4-5",
        "meters": ["input": 1_000, "cache_write_1h": "500", "web_search": .decimal("1.0")],
      ])
    #expect(named.at("cost") == metered.at("cost"))
  }

  @Test func `parts beyond their whole are refused with the convention`() throws {
    let bench = try Bench()
    let input = try bench.failure(
      "record_usage",
      [
        "model": "claude-sonnet-4-5", "input_tokens": 100, "cache_read_tokens": 80, "cache_write_tokens": 15,
        "cache_write_1h_tokens": 6,
      ])
    #expect(input.contains("`input_tokens` is 100") && input.contains("add up to 101"))
    #expect(input.contains("gen_ai.usage.input_tokens") && input.contains("as `usage`"))
    let output = try bench.failure(
      "record_usage", ["model": "o3", "output_tokens": 5, "reasoning_tokens": 6])
    #expect(output.contains("`output_tokens` is 5") && output.contains("reasoning included"))
  }

  @Test func `nothing to count is refused, but a failed call may have nothing`() throws {
    let bench = try Bench()
    #expect(try bench.failure("record_usage", ["model": "gpt-4o"]).contains("nothing to count"))
    #expect(try bench.failure("record_usage", ["input_tokens": 1]).contains("`model` is missing"))
    #expect(
      try bench.failure("record_usage", ["model": " ", "input_tokens": 1]).contains("`model` is missing"))
    let failed = try bench.call("record_usage", ["model": "gpt-4o", "status": "failed"])
    #expect(failed.at("cost.amount") == 0)
    let billed = try bench.call("record_usage", ["model": "gpt-4o", "cost_usd": .decimal("0.01")])
    #expect(billed.at("cost.amount") == .decimal("0.01"))
  }

  @Test func `metadata is kept up to 4096 bytes of JSON`() throws {
    let bench = try Bench()
    func call(_ count: Int) -> JSONObject {
      [
        "model": "gpt-4o", "input_tokens": 1,
        "metadata": ["a": .string(String(repeating: "x", count: count))],
      ]
    }
    try bench.call("record_usage", call(4_096 - 8))
    #expect(try bench.failure("record_usage", call(4_096 - 7)).contains("4097 bytes"))
  }

  @Test func `what is refused leaves nothing behind`() throws {
    let bench = try Bench()
    for call in [
      ["model": "gpt-4o"], ["model": "gpt-4o", "input_tokens": -1],
      ["model": "gpt-4", "input_tokens": 90_000_000_000],
    ] as [JSONObject] {
      _ = try bench.failure("record_usage", call)
    }
    #expect(try bench.call("get_usage", ["period": "all"]).at("totals.requests") == 0)
  }
}
