import JSON
import Ledger
import Pricing
import Server
import Service
import Testing

/// Limits that the ledger holds, as tools apply them.
@Suite struct ScopedCheckTests {
  private static func set(
    _ bench: Bench, _ scope: String, _ metric: LimitMetric, _ window: LimitWindow, _ limit: Int128
  )
    throws
  {
    let rule = LimitRule(
      scope: try #require(LimitScope(scope)), metric: metric, window: window, limit: limit, action: .block,
      origin: .command)
    try LimitEditor(bench.service).set(rule)
  }

  private static func dollars(_ text: String) throws -> Int128 { try #require(Money(decimal: text)).picodollars }

  @Test func `a limit on each user holds for each by itself, and for whose ledger it is where none is named`() throws {
    let bench = try Bench()
    try Self.set(bench, "user", .tokens, .day, 1_000)
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1_000, "user_id": "ann"])
    #expect(try bench.call("check_limit", ["user_id": "ann"]).at("decision") == "deny")
    #expect(try bench.call("check_limit", ["user_id": "ann"]).at("limits.0.scope") == "user=ann")
    #expect(try bench.call("check_limit", ["user_id": "bob"]).at("decision") == "allow")
    #expect(try bench.call("check_limit", [:]).at("limits.0.scope") == "user=ada")
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 900])
    #expect(try bench.call("check_limit", [:]).at("limits.0.level") == "alert")
  }

  @Test func `a model's limit holds under every name that the catalog knows for it`() throws {
    let bench = try Bench()
    try Self.set(bench, "model=gpt-4o", .requests, .day, 2)
    let first = try bench.call("record_usage", ["model": "openai/gpt-4o", "input_tokens": 1])
    #expect(first.at("limits") == nil)
    let second = try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1])
    #expect(second.at("limits.0.level") == "exceeded")
    #expect(try bench.call("check_limit", ["model": "openai/gpt-4o"]).at("decision") == "deny")
    #expect(try bench.call("check_limit", ["model": "gpt-4o-mini"]).at("limits") == [])
  }

  @Test func `a provider's limit holds for a planned call of one of its models`() throws {
    let bench = try Bench()
    try Self.set(bench, "provider=anthropic", .cost, .month, try Self.dollars("0.01"))
    try bench.call("record_usage", ["model": "claude-sonnet-4-5", "input_tokens": 3_000])
    let call: JSONObject = ["model": "claude-sonnet-4-5", "input_tokens": 1_000]
    let answer = try bench.call("check_limit", call)
    #expect(answer.at("decision") == "deny")
    #expect(answer.at("limits.0.used") == .decimal("0.009"))
    #expect(answer.at("limits.0.remaining") == .decimal("0.001"))
    #expect(
      answer.at("reason")
        == "provider=anthropic-cost-month (cost per month, provider=anthropic): $0.009 of $0.01 used; the planned $0.003 would pass it. It resets at 2026-12-01T00:00:00Z."
    )
    let estimate = try bench.call(
      "estimate_cost", ["model": "claude-sonnet-4-5", "input_tokens": 1_000, "output_tokens": 0])
    #expect(estimate.at("limit.decision") == "deny")
    #expect(try bench.call("check_limit", ["model": "gpt-4o", "input_tokens": 1_000_000]).at("decision") == "allow")
  }

  @Test func `a plan without a price is warned of under a budget`() throws {
    let bench = try Bench()
    try Self.set(bench, "all", .cost, .day, try Self.dollars("1"))
    let answer = try bench.call("check_limit", ["model": "of-my-own", "input_tokens": 10])
    #expect(answer.at("decision") == "warn")
    #expect(answer.at("reason")?.string?.contains("no known price") == true)
  }

  @Test func `a model without tokens is no free call, so a spent budget stops it`() throws {
    let bench = try Bench()
    try Self.set(bench, "all", .cost, .day, try Self.dollars("0.001"))
    #expect(try bench.call("check_limit", ["model": "gpt-4o"]).at("decision") == "allow")
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1_000])
    for plan: JSONObject in [
      ["model": "gpt-4o"], ["model": "gpt-4o", "input_tokens": 0], ["model": "gpt-4o", "text": ""],
    ] {
      #expect(try bench.call("check_limit", plan).at("decision") == "deny", "\(plan)")
    }
    // Nothing but the name says that it is free, and so it goes ahead.
    #expect(try bench.call("check_limit", ["model": "omni-moderation-latest"]).at("decision") == "warn")
    #expect(try bench.call("check_limit", ["model": "", "input_tokens": 1]).at("decision") == "deny")
  }

  @Test func `a limit per request has used nothing and never resets`() throws {
    let bench = try Bench()
    try Self.set(bench, "project", .tokens, .request, 500)
    let answer = try bench.call("check_limit", ["project_id": "p", "input_tokens": 501])
    #expect(answer.at("decision") == "deny")
    #expect(answer.at("code") == "limit_exceeded")
    #expect(answer.at("retry_after_seconds") == nil)
    #expect(answer.at("limits.0.used") == 0)
    #expect(answer.at("limits.0.resets_at") == nil)
    #expect(try bench.call("check_limit", ["input_tokens": 501]).at("decision") == "allow")
  }

  @Test func `get_usage shows the limits of whom it asks for, and the resource those of the ledger's own user`() throws
  {
    let bench = try Bench()
    try Self.set(bench, "user", .tokens, .total, 1_000)
    try Self.set(bench, "session=s1", .requests, .hour, 10)
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 7, "user_id": "ann", "session_id": "s1"])
    let limits = try bench.call("get_usage", ["user_id": "ann", "session_id": "s1", "include": ["limits"]]).at("limits")
    #expect(limits?.each("used") == [7, 1])
    #expect(limits?.each("scope") == ["user=ann", "session=s1"])
    let resource = try bench.request("resources/read", ["uri": "usage://limits"])
    let text = try #require(resource.at("result.contents.0.text")?.string)
    #expect(try JSONParser.parse(Array(text.utf8)).at("limits")?.each("scope") == ["user=ada"])
  }

  @Test func `a server of one user tells the amounts of that user's own limits alone`() throws {
    let bench = try Bench(onlyUser: "ada")
    try Self.set(bench, "user", .tokens, .day, 1_000)
    try Self.set(bench, "all", .tokens, .day, 1_000)
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 900])
    let limits = try bench.call("check_limit", [:]).at("limits")
    #expect(limits?.each("used") == [900, nil])
    #expect(limits?.each("level") == ["alert", "alert"])
  }
}
