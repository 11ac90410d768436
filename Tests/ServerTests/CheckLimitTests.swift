import JSON
import Ledger
import Server
import Service
import Testing

@Suite struct CheckLimitTests {
  private func bench(_ rules: LimitRule..., used: Int64 = 0) throws -> Bench {
    let bench = try Bench { $0.limits.rules = rules }
    if used > 0 {
      try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": .number(JSONNumber(used))])
    }
    return bench
  }

  @Test func `whoever is refused for want of a zone keeps the reservation`() throws {
    let bench = try bench(.daily(1_000))
    let name = try #require(try bench.call("check_limit", ["input_tokens": 100, "reserve": true]).at("reservation.id"))
    for zone in ["Mars/Olympus", "UTC"] {
      try bench.service.ledger.set(.timezone, to: zone, by: "ada")
      try bench.service.ledger.commit()
      if zone != "UTC" { #expect(try bench.failure("check_limit", ["release": name]).contains(zone)) }
    }
    #expect(try bench.call("check_limit", ["release": name]).at("released") == true)
  }

  @Test func `without limits everything is allowed`() throws {
    let answer = try bench().call(
      "check_limit", ["model": "gpt-4o", "input_tokens": 1_000_000, "max_output_tokens": 1_000])
    #expect(
      answer == [
        "decision": "allow", "reason": "No limits are configured.",
        "estimated": ["tokens": 1_001_000, "cost": ["amount": .decimal("2.51"), "currency": "USD"]],
        "context": ["window": 128_000, "fits": false], "limits": [],
        "warnings": [
          "The call does not fit: it has 1,001,000 tokens, and the context window of gpt-4o holds 128,000. Shorten the prompt, or choose a model with a larger window."
        ],
      ])
  }

  @Test func `a limit tells everything about itself`() throws {
    let answer = try bench(.daily(1_000), .monthly(10_000), .minute(700), .requests(9), used: 600).call(
      "check_limit", [:])
    #expect(
      answer.at("limits.0") == [
        "id": "TOKEN_DAILY_LIMIT", "scope": "all", "metric": "tokens", "window": "day", "action": "block",
        "limit": 1_000,
        "used": 600, "reserved": 0, "remaining": 400, "percent": 60, "level": "ok",
        "resets_at": "2026-11-22T00:00:00Z",
      ])
    #expect(answer.at("limits.1.resets_at") == "2026-12-01T00:00:00Z")
    #expect(answer.at("limits.1.percent") == 6)
    #expect(answer.at("limits.2.percent") == .decimal("85.71"))
    #expect(answer.at("limits.2.window") == "minute")
    #expect(answer.at("limits.2.resets_at") == "2026-11-21T12:01:01Z")
    #expect(answer.at("limits.3.metric") == "requests")
    #expect(answer.at("limits.3.used") == 1)
    #expect(answer.at("estimated") == nil)
  }

  @Test(
    arguments: [
      (799, "ok", "allow"), (800, "warning", "warn"), (899, "warning", "warn"), (900, "alert", "warn"),
      (999, "alert", "warn"), (1_000, "exceeded", "deny"), (1_200, "exceeded", "deny"),
    ] as [(Int64, String, String)])
  func `levels rise at 80, 90 and 100 percent`(_ used: Int64, _ level: String, _ decision: String) throws {
    let answer = try bench(.daily(1_000), used: used).call("check_limit", [:])
    #expect(answer.at("limits.0.level")?.string == level)
    #expect(answer.at("decision")?.string == decision)
    #expect(answer.at("limits.0.remaining") == .number(JSONNumber(max(0, 1_000 - used))))
    #expect(answer.at("code")?.string == (decision == "deny" ? "limit_exceeded" : nil))
  }

  @Test func `the thresholds can be set`() throws {
    let bench = try Bench {
      $0.limits = LimitSettings(rules: [.daily(1_000)], warningBasisPoints: 5_000, alertBasisPoints: 6_000)
    }
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 550])
    #expect(try bench.call("check_limit", [:]).at("limits.0.level") == "warning")
  }

  @Test(
    arguments: [
      (149, 50, "allow"), (200, 0, "warn"), (250, 50, "warn"), (400, 0, "warn"), (401, 0, "deny"),
      (0, 401, "deny"),
    ] as [(Int64, Int64, String)])
  func `a planned call is counted in before it is made`(_ input: Int64, _ output: Int64, _ decision: String)
    throws
  {
    let answer = try bench(.daily(1_000), used: 600).call(
      "check_limit",
      [
        "input_tokens": .number(JSONNumber(input)), "max_output_tokens": .number(JSONNumber(output)),
      ])
    #expect(answer.at("decision")?.string == decision)
    #expect(answer.at("estimated") == ["tokens": .number(JSONNumber(input + output))])
    // The limit stands as it is before the plan.
    #expect(answer.at("limits.0.percent") == 60)
  }

  @Test func `a planned call is one request`() throws {
    let bench = try bench(.requests(2), used: 5)
    #expect(try bench.call("check_limit", ["model": "gpt-4o"]).at("decision") == "warn")
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1])
    let answer = try bench.call("check_limit", ["model": "gpt-4o"])
    #expect(answer.at("decision") == "deny")
    #expect(answer.at("code") == "rate_limited")
    #expect(answer.at("retry_after_seconds") == 61)
  }

  @Test func `after the time to wait the call fits`() throws {
    let bench = try bench(.minute(1_000))
    let call: (Int64) -> JSONObject = { ["model": "gpt-4o", "input_tokens": .number(JSONNumber($0))] }
    try bench.call("record_usage", call(600))
    bench.clock.advance(seconds: 20)
    try bench.call("record_usage", call(300))
    let denied = try bench.call("check_limit", call(500))
    #expect(denied.at("decision") == "deny")
    #expect(denied.at("code") == "rate_limited")
    let wait = try #require(denied.at("retry_after_seconds")?.number?.int64)
    #expect(wait == 41)
    bench.clock.advance(seconds: wait - 1)
    #expect(try bench.call("check_limit", call(500)).at("decision") == "deny")
    bench.clock.advance(seconds: 1)
    #expect(try bench.call("check_limit", call(500)).at("decision") != "deny")
  }

  @Test func `a calendar window's denial goes first and is waited for longest`() throws {
    let answer = try bench(.daily(1_000), .minute(1_000), used: 1_000).call("check_limit", [:])
    #expect(answer.at("code") == "limit_exceeded")
    #expect(answer.at("retry_after_seconds") == 43_200)
    let reason = try #require(answer.at("reason")?.string)
    #expect(
      reason.contains("TOKEN_DAILY_LIMIT") && reason.contains("1,000 of 1,000")
        && reason.contains("2026-11-22T00:00:00Z"))
  }

  @Test func `no time to wait is named where waiting cannot help`() throws {
    let answer = try bench(.daily(1_000), .minute(100)).call("check_limit", ["input_tokens": 500])
    #expect(answer.at("decision") == "deny")
    #expect(answer.at("retry_after_seconds") == nil)
    let none = try bench(.daily(0)).call("check_limit", [:])
    #expect(none.at("decision") == "deny")
    #expect(none.at("retry_after_seconds") == nil)
    #expect(none.at("limits.0.percent") == 100)
  }

  @Test func `a planned call without a price has no amount`() throws {
    let answer = try bench().call("check_limit", ["model": "my-own", "input_tokens": 10, "output_tokens": 0])
    #expect(answer.at("estimated") == ["tokens": 10, "cost": ["currency": "USD"]])
  }

  @Test(.enabled(if: MachineZones.arePresent, MachineZones.skipReason))
  func `days and months of limits are those of the ledger's zone`() throws {
    let bench = try Bench(at: "2026-11-30T14:59:00Z") {
      $0.limits.rules = [.daily(1_000), .monthly(1_000)]
      $0.configured[.timezone] = "Asia/Seoul"
    }
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 500])
    let before = try bench.call("check_limit", [:])
    #expect(before.at("limits")?.each("used") == [500, 500])
    #expect(before.at("limits.0.resets_at") == "2026-12-01T00:00:00+09:00")
    bench.clock.advance(seconds: 60)
    #expect(try bench.call("check_limit", [:]).at("limits")?.each("used") == [0, 0])
  }

  @Test func `dimensions are accepted, and counts out of range refused`() throws {
    let bench = try bench(.daily(1_000))
    try bench.call(
      "check_limit",
      ["user_id": "ada", "session_id": "s", "project_id": "p", "agent": "a", "mode": "m", "operation": "o"])
    #expect(try bench.failure("check_limit", ["input_tokens": -1]).contains("give 0 to 100,000,000,000"))
    #expect(try bench.failure("check_limit", ["input_tokens": 100_000_000_001]).contains("100,000,000,000"))
    #expect(try bench.failure("check_limit", ["max_tokens": 1]).contains("output_tokens"))
  }
}
