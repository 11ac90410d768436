import JSON
import Ledger
import Server
import Service
import Testing

@Suite struct GetUsageTests {
  /// Six calls of 2026, of two agents and two models, one without an agent and one unpriced.
  private func bench() throws -> Bench {
    let bench = try Bench()
    let calls: [JSONObject] = [
      [
        "model": "gpt-4o", "input_tokens": 1_000_000, "agent": "coder", "session_id": "s1",
        "timestamp": "2026-11-21T09:00:00Z",
      ],
      [
        "model": "gpt-4o", "input_tokens": 2_000_000, "agent": "writer", "session_id": "s2",
        "timestamp": "2026-11-20T09:00:00Z",
      ],
      [
        "model": "gpt-4o-mini", "input_tokens": 1_000_000, "output_tokens": 1_000_000, "agent": "coder",
        "session_id": "s1", "timestamp": "2026-11-16T09:00:00Z",
      ],
      [
        "model": "gpt-4o-mini", "input_tokens": 10, "timestamp": "2026-11-02T09:00:00Z",
        "cost_usd": .decimal("0.5"),
      ],
      [
        "model": "my-own", "input_tokens": 700, "output_tokens": 90, "agent": "coder",
        "timestamp": "2026-11-01T09:00:00Z",
      ],
      [
        "model": "gpt-4o", "input_tokens": 1_000_000, "agent": "coder", "user_id": "bob",
        "timestamp": "2026-10-31T23:30:00Z",
      ],
    ]
    for call in calls { try bench.call("record_usage", call) }
    return bench
  }

  @Test func `totals say requests, sessions, tokens and cost by kind`() throws {
    let answer = try bench().call("get_usage", [:])
    #expect(
      answer.at("period") == [
        "since": "2026-11-01T00:00:00Z", "until": "2026-12-01T00:00:00Z", "timezone": "UTC",
      ])
    #expect(answer.at("totals.requests") == 5)
    #expect(answer.at("totals.sessions") == 2)
    #expect(
      answer.at("totals.tokens") == [
        "input": 4_000_710, "output": 1_000_090, "total": 5_000_800,
      ])
    #expect(
      answer.at("totals.cost") == [
        "amount": .decimal("8.75"),
        "by_kind": [
          "catalog": .decimal("8.25"), "reported": .decimal("0.5"),
          "unpriced": ["requests": 1, "tokens": 790],
        ],
      ])
    for absent in ["groups", "trend", "records", "limits", "suggestions", "next_cursor"] {
      #expect(answer.at(absent) == nil)
    }
  }

  @Test func `nothing used is zero, and nothing priced is no amount`() throws {
    let bench = try Bench()
    let none = try bench.call("get_usage", ["period": "all"])
    #expect(none.at("totals.requests") == 0)
    #expect(none.at("totals.cost") == ["amount": 0])
    try bench.call("record_usage", ["model": "my-own", "input_tokens": 700])
    let unpriced = try bench.call("get_usage", ["period": "all"])
    #expect(unpriced.at("totals.cost.amount") == nil)
  }

  @Test(
    arguments: [
      ("today", 1), ("yesterday", 1), ("this_week", 3), ("this_month", 5), ("last_7_days", 3),
      ("last_30_days", 6),
      ("all", 6),
    ] as [(String, Int64)])
  func `each period holds its calls`(_ period: String, _ requests: Int64) throws {
    let answer = try bench().call("get_usage", ["period": .string(period)])
    #expect(answer.at("totals.requests") == .number(JSONNumber(requests)))
  }

  @Test func `a date as an end includes its day, a time does not include itself`() throws {
    let bench = try bench()
    func requests(_ since: String?, _ until: String?) throws -> JSONValue? {
      var question = JSONObject()
      question["since"] = since.map { .string($0) }
      question["until"] = until.map { .string($0) }
      return try bench.call("get_usage", question).at("totals.requests")
    }
    #expect(try requests("2026-11-16", "2026-11-20") == 2)
    #expect(try requests("2026-11-20T09:00:00Z", "2026-11-21T09:00:00Z") == 1)
    #expect(try requests("2026-11-20T09:00:00.001Z", "2026-11-21T09:00:00.001Z") == 1)
    #expect(try requests("2026-11-20T18:00:00+09:00", nil) == 2)
    #expect(try requests(nil, "2026-10-31") == 1)
  }

  @Test func `filters narrow, and a word asks for what is absent`() throws {
    let bench = try bench()
    func requests(_ filter: JSONObject) throws -> JSONValue? {
      var question = filter
      question["period"] = "all"
      return try bench.call("get_usage", question).at("totals.requests")
    }
    #expect(try requests(["agent": "coder"]) == 4)
    #expect(try requests(["agent": "(none)"]) == 1)
    #expect(try requests(["agent": "coder", "user_id": "bob"]) == 1)
    #expect(try requests(["session_id": "s1"]) == 2)
    #expect(try requests(["session_id": "(none)"]) == 3)
    #expect(try requests(["model": "gpt-4o"]) == 3)
    #expect(try requests(["provider": "openai"]) == 5)
    #expect(try requests(["provider": "(none)"]) == 1)
    #expect(try requests(["source": "tool"]) == 6)
    #expect(try requests(["source": "import"]) == 0)
    #expect(try requests(["agent": "nobody"]) == 0)
  }

  @Test func `groups come dearest first, with their share of the cost`() throws {
    let answer = try bench().call("get_usage", ["period": "all", "group_by": ["agent"]])
    let groups = try #require(answer.at("groups"))
    #expect(groups.each("key.agent") == ["coder", "writer", "(none)"])
    #expect(groups.each("cost.amount") == [.decimal("5.75"), 5, .decimal("0.5")])
    #expect(groups.each("share") == [.decimal("0.511111"), .decimal("0.444444"), .decimal("0.044444")])
    #expect(groups.each("requests") == [4, 1, 1])
    #expect(groups.at("0.tokens.total") == 4_000_790)
  }

  @Test func `groups of one cost come by key, and by key they ascend`() throws {
    let bench = try Bench()
    for agent in ["b", "a", "c"] {
      try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 4, "agent": .string(agent)])
    }
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 8, "agent": "d"])
    func keys(_ order: String) throws -> [JSONValue?]? {
      try bench.call("get_usage", ["group_by": ["agent"], "order_by": .string(order)]).at("groups")?.each(
        "key.agent")
    }
    #expect(try keys("cost") == ["d", "a", "b", "c"])
    #expect(try keys("tokens") == ["d", "a", "b", "c"])
    #expect(try keys("requests") == ["a", "b", "c", "d"])
    #expect(try keys("key") == ["a", "b", "c", "d"])
  }

  @Test func `up to three keys split together, and every key adds up to the totals`() throws {
    let bench = try bench()
    let keys = [
      "model", "provider", "user_id", "session_id", "project_id", "agent", "mode", "operation", "source",
      "hour", "day", "week", "month",
    ]
    for (index, key) in keys.enumerated() {
      let split = [key, keys[(index + 4) % keys.count], keys[(index + 9) % keys.count]]
      for group in [[key], split] {
        let answer = try bench.call(
          "get_usage", ["period": "all", "group_by": .array(group.map { .string($0) }), "limit": 1_000])
        let groups = try #require(answer.at("groups")?.array)
        #expect(groups.allSatisfy { $0.at("key")?.object?.keys == group }, "\(group)")
        let requests = groups.reduce(0) { $0 + ($1.at("requests")?.number?.int64 ?? 0) }
        let tokens = groups.reduce(0) { $0 + ($1.at("tokens.total")?.number?.int64 ?? 0) }
        #expect(requests == 6 && tokens == 6_000_800, "\(group)")
      }
    }
    #expect(
      try bench.failure("get_usage", ["group_by": ["model", "agent", "day", "week"]]).contains("at most 3"))
  }

  @Test func `times are keys as the contract writes them`() throws {
    let bench = try bench()
    func key(_ unit: String) throws -> JSONValue? {
      try bench.call("get_usage", ["period": "today", "group_by": [.string(unit)]]).at("groups.0.key.\(unit)")
    }
    #expect(try key("hour") == "2026-11-21T09:00:00Z")
    #expect(try key("day") == "2026-11-21")
    #expect(try key("week") == "2026-11-16")
    #expect(try key("month") == "2026-11")
  }

  @Test func `records come newest first with their dimensions`() throws {
    let answer = try bench().call("get_usage", ["period": "all", "include": ["records"], "limit": 2])
    let first = try #require(answer.at("records.0"))
    #expect(first.at("timestamp") == "2026-11-21T09:00:00Z")
    #expect(first.at("model") == "gpt-4o")
    #expect(first.at("provider") == "openai")
    #expect(first.at("status") == "complete")
    #expect(first.at("user_id") == "ada")
    #expect(first.at("session_id") == "s1")
    #expect(first.at("agent") == "coder")
    #expect(first.at("project_id") == nil)
    #expect(first.at("tokens.total") == 1_000_000)
    #expect(first.at("cost.amount") == .decimal("2.5"))
    #expect(answer.at("records")?.array?.count == 2)
  }

  @Test func `the limits can be included`() throws {
    let bench = try Bench { $0.limits.rules = [.daily(100)] }
    #expect(try bench.call("get_usage", ["include": ["limits"]]).at("limits.0.id") == "TOKEN_DAILY_LIMIT")
  }

  @Test func `a question that cannot be answered says what to ask`() throws {
    let bench = try bench()
    func failure(_ question: JSONObject) throws -> String { try bench.failure("get_usage", question) }
    #expect(try failure(["period": "fortnight"]).contains("must be one of today, yesterday"))
    #expect(try failure(["period": "today", "since": "2026-11-01"]).contains("either `period` or `since`"))
    #expect(try failure(["since": "yesterday"]).contains("neither a date such as 2026-11-21"))
    #expect(try failure(["until": "9999-12-31"]).contains("`until`"))
    #expect(try failure(["since": "2026-02-30"]).contains("2026-02-30"))
    #expect(
      try failure(["since": "2026-11-02", "until": "2026-11-01"]).contains("`until` must lie after `since`"))
    #expect(try failure(["timezone": "Mars/Olympus"]).contains("IANA name"))
    #expect(try failure(["timezone": "../etc/passwd"]).contains("no IANA name"))
    #expect(try failure(["group_by": ["colour"]]).contains("must be one of model, provider"))
    #expect(try failure(["page_size": -1]).contains("give 1 to 1,000"))
    #expect(try failure(["page_size": 1_001]).contains("give 1 to 1,000"))
    #expect(try failure(["groupby": ["model"]]).contains("did you mean `group_by`?"))
    #expect(try failure(["agent": .string(String(repeating: "x", count: 257))]).contains("257 characters"))
  }
}
