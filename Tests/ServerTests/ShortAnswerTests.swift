import CivilTime
import JSON
import Ledger
import Pricing
import Server
import Service
import Testing

/// Answers leave out what says nothing: most models pay for each token of them.
@Suite struct ShortAnswerTests {
  private static let call: JSONObject = [
    "model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 100, "session_id": "talk", "include": [],
  ]

  /// How often a member is in an answer, at any depth.
  private func count(_ name: String, in value: JSONValue) -> Int {
    switch value {
    case .array(let values): values.reduce(0) { $0 + count(name, in: $1) }
    case .object(let object): object.reduce(0) { $0 + ($1.0 == name ? 1 : 0) + count(name, in: $1.1) }
    default: 0
    }
  }

  @Test func `a recorded call is answered with its id and cost alone`() throws {
    let answer = try Bench().call("record_usage", Self.call)
    #expect(answer.object?.keys == ["id", "created", "cost"])
    #expect(answer.at("cost") == ["amount": .decimal("0.0035"), "currency": "USD", "kind": "catalog"])
    // 50 tokens of o200k, of which the id has 20.
    #expect(JSONWriter.bytes(answer).count <= 120)
  }

  @Test func `what needs attention is in the short answer`() throws {
    let bench = try Bench { $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: 1_200)] }
    let answer = try bench.call("record_usage", Self.call)
    #expect(answer.at("limits.0.level") == "alert")
    #expect(answer.at("warnings.0")?.string?.contains("is nearly used up") == true)
    let unpriced = try bench.call("record_usage", ["model": "mystery", "input_tokens": 1, "include": []])
    #expect(unpriced.at("cost") == ["currency": "USD", "kind": "unpriced"])
    #expect(unpriced.at("warnings.0")?.string?.contains("mystery") == true)
  }

  @Test func `details bring the tokens, the price with its lines, and the session`() throws {
    var call = Self.call
    call["include"] = ["details"]
    let answer = try Bench().call("record_usage", call)
    #expect(
      answer.object?.keys == [
        "id", "created", "model", "priced_as", "provider", "tokens", "cost", "session",
      ])
    #expect(answer.at("tokens") == ["input": 1_000, "output": 100, "total": 1_100])
    #expect(answer.at("cost.lines")?.each("unit") == ["input", "output"])
    #expect(answer.at("session.cost") == ["amount": .decimal("0.0035")])
  }

  @Test func `a body of several calls is answered with each and the sum`() throws {
    let advice: JSONValue = [
      "type": "advisor_message", "model": "claude-haiku-4-5", "input_tokens": 400, "output_tokens": 20,
    ]
    let answer = try Bench().call("record_usage", ["usage": Bench.body(iterations: [advice]), "include": []])
    #expect(answer.object?.keys == ["records", "cost"])
    #expect(answer.at("records")?.each("cost.amount") == [.decimal("0.00225"), .decimal("0.0005")])
    #expect(answer.at("cost") == ["amount": .decimal("0.00275"), "currency": "USD"])
  }

  @Test(arguments: ["get_usage", "compare_models"])
  func `the currency stands once in an answer`(_ tool: String) throws {
    let bench = try Bench()
    for _ in 0..<3 { try bench.call("record_usage", Self.call) }
    let question: JSONObject =
      tool == "get_usage"
      ? [
        "group_by": ["model", "day"],
        "include": ["trend", "records", "limits", "forecast", "anomalies", "suggestions", "balance"],
      ] : ["based_on": "this_month", "models": ["gpt-4o", "gpt-4o-mini"]]
    let answer = try bench.call(tool, question)
    #expect(answer.at("currency") == "USD")
    #expect(count("currency", in: answer) == 1)
  }

  @Test func `counts of zero are left out of tokens, but for input, output and total`() throws {
    let bench = try Bench()
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 10, "cache_read_tokens": 4])
    #expect(
      try bench.call("get_usage", [:]).at("totals.tokens")
        == ["input": 10, "output": 0, "cache_read": 4, "total": 10])
    #expect(
      try bench.call("get_usage", ["period": "yesterday"]).at("totals.tokens") == ["input": 0, "output": 0, "total": 0])
  }

  @Test func `kinds are told where one is not of the catalog`() throws {
    let bench = try Bench()
    try bench.call("record_usage", Self.call)
    #expect(try bench.call("get_usage", [:]).at("totals.cost") == ["amount": .decimal("0.0035")])
    #expect(try bench.call("get_usage", ["include": ["records"]]).at("records.0.cost")?.object?.keys == ["amount"])
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1, "cost_usd": 1])
    let answer = try bench.call("get_usage", ["include": ["records"]])
    #expect(answer.at("totals.cost.by_kind") == ["catalog": .decimal("0.0035"), "reported": 1])
    #expect(answer.at("records")?.each("cost.kind") == ["reported", nil])
  }

  @Test func `a trend has the times with usage, and none that are still to come`() throws {
    let bench = try Bench()
    for day in ["02", "19"] {
      var call = Self.call
      call["timestamp"] = .string("2026-11-\(day)T09:00:00Z")
      try bench.call("record_usage", call)
    }
    let trend = try bench.call("get_usage", ["include": ["trend"]]).at("trend")
    #expect(trend?.at("interval") == "day")
    #expect(trend?.at("points")?.each("start") == ["2026-11-02T00:00:00Z", "2026-11-19T00:00:00Z"])
    #expect(trend?.at("points.0")?.object?.keys == ["start", "requests", "tokens", "cost"])
  }

  @Test func `bounds are left out where they are the figure itself`() throws {
    let bench = try Bench()
    let given = try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 100])
    #expect(given.at("tokens.output") == ["count": 100, "method": "given"])
    #expect(given.at("cost")?.object?.keys == ["amount", "currency", "price", "lines"])
    let open = try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 1_000])
    #expect(open.at("tokens.output") == ["count": 500, "low": 50, "high": 2_000, "method": "default"])
    #expect(open.at("cost")?.object?.keys.prefix(4) == ["low", "expected", "high", "amount"])
  }

  @Test func `a page of records shows the message, how long it took and which tools it called`() throws {
    let bench = try Bench()
    try bench.call(
      "record_usage",
      [
        "model": "gpt-4o", "input_tokens": 1, "message_id": "m1", "duration_ms": 1_200,
        "tool_calls": ["search", "read"], "status": "partial",
      ])
    let record = try bench.call("get_usage", ["include": ["records"]]).at("records.0")
    #expect(record?.at("message_id") == "m1" && record?.at("duration_ms") == 1_200)
    #expect(record?.at("tool_calls") == ["search", "read"] && record?.at("status") == "partial")
  }
}
