import JSON
import Ledger
import Server
import Service
import TestSupport
import Testing

/// What limits that others count against tell the agents of one user.
@Suite struct PinnedLimitTests {
  /// What another has used of limits of 100,000 tokens, and how long ago.
  struct Others: Sendable {
    let tokens: Int64
    let secondsAgo: Int64
  }

  static let levels: [(String, [Others])] = [
    ("ok", [Others(tokens: 11, secondsAgo: 3), Others(tokens: 71_357, secondsAgo: 41)]),
    ("warning", [Others(tokens: 80_123, secondsAgo: 7), Others(tokens: 89_531, secondsAgo: 58)]),
    ("alert", [Others(tokens: 90_127, secondsAgo: 1), Others(tokens: 99_817, secondsAgo: 22)]),
    ("exceeded", [Others(tokens: 100_003, secondsAgo: 2), Others(tokens: 5_717_171, secondsAgo: 33)]),
  ]

  private func bench(_ others: Others) throws -> Bench {
    let limits = LimitSettings(rules: [
      LimitRule(id: "TOKEN_DAILY_LIMIT", metric: .tokens, window: .day, limit: 100_000),
      LimitRule(id: "TOKEN_PER_MINUTE_LIMIT", metric: .tokens, window: .minute, limit: 100_000),
    ])
    let bench = try Bench(onlyUser: "ada") { $0.limits = limits }
    let other = try Bench(in: bench.folder, onlyUser: "zebra", seed: 8)
    other.clock.advance(seconds: -others.secondsAgo)
    try other.call("record_usage", ["model": "gpt-4o", "input_tokens": .number(JSONNumber(others.tokens))])
    return bench
  }

  private static let questions: [(String, JSONObject)] = [
    ("tools/call", ["name": "check_limit", "arguments": [:]]),
    ("tools/call", ["name": "check_limit", "arguments": ["model": "gpt-4o", "input_tokens": 0, "output_tokens": 0]]),
    (
      "tools/call", ["name": "estimate_cost", "arguments": ["model": "gpt-4o", "input_tokens": 0, "output_tokens": 0]]
    ),
    ("tools/call", ["name": "get_usage", "arguments": ["include": ["limits"]]]),
    ("tools/call", ["name": "record_usage", "arguments": ["model": "gpt-4o", "input_tokens": 1]]),
    ("resources/read", ["uri": "usage://limits"]),
  ]

  @Test(arguments: levels.indices)
  func `a level tells neither how much nor when others used it`(_ index: Int) throws {
    let (level, others) = Self.levels[index]
    let benches = try others.map(bench)
    for (method, parameters) in Self.questions {
      let answers = try benches.map { try $0.request(method, parameters) }
      #expect(answers[0] == answers[1], "\(parameters)")
      #expect(answers[0].at("result.isError")?.bool != true, "\(answers[0])")
    }
    let limits = try benches[0].call("get_usage", ["include": ["limits"]]).at("limits")
    #expect(limits?.each("level") == [.string(level), .string(level)])
    let names: Set = ["id", "scope", "metric", "window", "action", "level", "resets_at"]
    for limit in limits?.array ?? [] { #expect(Set(limit.object?.keys ?? []) == names) }
  }

  @Test func `of limits in the file only those of the user tell amounts, and those of others are not told of`() throws {
    let bench = try Bench(onlyUser: "ada")
    let administrator = try Bench(in: bench.folder)
    for scope in ["user", "user=zebra", "project=secret", "agent", "all"] {
      try administrator.service.ledger.setLimit(
        LimitRule(
          scope: try #require(LimitScope(scope)), metric: .tokens, window: .day, limit: 73_313, action: .block,
          origin: .command))
    }
    try administrator.service.ledger.commit()
    for user: JSONValue in ["zebra", "ada"] {
      try administrator.call(
        "record_usage", ["model": "gpt-4o", "input_tokens": 60_001, "user_id": user, "project_id": "secret"])
    }
    let call: JSONObject = ["model": "gpt-4o", "input_tokens": 13_313, "agent": "coder"]
    for user: JSONValue? in [nil, "", "ada"] {
      var call = call
      call["user_id"] = user
      let answer = try bench.call("check_limit", call)
      let limits = answer.at("limits")
      #expect(limits?.each("scope") == ["user=ada", "agent=coder", "all"])
      #expect(limits?.each("remaining") == [13_312, nil, nil])
      #expect(answer.at("reason")?.string?.contains("60,001 of 73,313 used") == true)
      let text = JSONWriter.string(answer)
      #expect(!text.contains("zebra") && !text.contains("secret") && !text.contains("120"))
    }
    for uri in ["usage://limits", "usage://summary"] {
      let text = JSONWriter.string(try bench.resource(uri))
      #expect(!text.contains("zebra") && !text.contains("120002") && !text.contains("project=secret"))
    }
    let named = try bench.call("check_limit", ["project_id": "secret"]).at("limits")
    #expect(named?.each("scope") == ["user=ada", "project=secret", "all"])
    #expect(named?.each("used") == [60_001, nil, nil])
  }

  @Test func `an administrator is told amounts`() throws {
    let bench = try Bench { settings in
      settings.limits = LimitSettings(rules: [
        LimitRule(id: "TOKEN_DAILY_LIMIT", metric: .tokens, window: .day, limit: 100)
      ])
    }
    #expect(try bench.call("check_limit", [:]).at("limits.0.remaining") == 100)
  }

  @Test func `a call that leaves no room waits for the whole window, and one too large for it forever`() throws {
    let bench = try bench(Others(tokens: 60_000, secondsAgo: 30))
    bench.clock.set("2026-11-22T00:00:10Z")
    let other = try Bench(at: "2026-11-22T00:00:09Z", in: bench.folder, onlyUser: "zebra", seed: 9)
    try other.call("record_usage", ["model": "gpt-4o", "input_tokens": 60_000])
    let call: JSONObject = ["model": "gpt-4o", "input_tokens": 50_000]
    let answer = try bench.call("check_limit", call)
    #expect(answer.at("decision") == "deny")
    // The day's limit denies too, and resets last.
    #expect(answer.at("retry_after_seconds") == 86_390)
    #expect(
      answer.at("reason")?.string
        == "TOKEN_DAILY_LIMIT (tokens per day) leaves no room for this call. It resets at 2026-11-23T00:00:00Z. TOKEN_PER_MINUTE_LIMIT (tokens per minute) leaves no room for this call. The window slides with the clock."
    )
    #expect(
      try bench.call("check_limit", ["model": "gpt-4o", "input_tokens": 100_001]).at("retry_after_seconds") == nil)
  }
}
