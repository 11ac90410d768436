import JSON
import Ledger
import Pricing
import Server
import Service
import TestSupport
import Testing

@Suite struct BalanceCheckTests {
  /// A server with these dollars in Bob's account.
  private func bench(_ dollars: String, _ change: (inout ServiceSettings) -> Void = { _ in }) throws -> Bench {
    let bench = try Bench(change)
    try put(dollars, bench)
    return bench
  }

  private func put(_ dollars: String, _ bench: Bench) throws {
    try bench.service.ledger.addToBalance(ofUser: "bob", try #require(Money(decimal: dollars)))
    try bench.service.ledger.commit()
  }

  private func check(_ bench: Bench, _ arguments: JSONObject = [:]) throws -> JSONValue {
    var arguments = arguments
    arguments.append("user_id", "bob")
    return try bench.call("check_limit", arguments)
  }

  /// A call that costs $0.00225.
  private static let plan: JSONObject = ["model": "gpt-4o", "input_tokens": 500, "max_output_tokens": 100]

  @Test(
    arguments: [
      ("0.00225", "allow", nil), ("0.002249999999", "deny", "insufficient_quota"), ("5", "allow", nil),
      ("-1", "deny", "insufficient_quota"),
    ] as [(String, String, String?)])
  func `a planned call is covered to the last picodollar or refused`(
    _ dollars: String, _ decision: String, _ code: String?
  ) throws {
    let answer = try check(try bench(dollars), Self.plan)
    #expect(answer.at("decision")?.string == decision && answer.at("code")?.string == code)
    #expect(answer.at("balance.remaining") == .decimal(dollars) && answer.at("balance.currency")?.string == "USD")
    #expect(answer.at("retry_after_seconds") == nil)
    if code != nil { #expect(answer.at("reason")?.string?.contains("the planned $0.00225 is more") == true) }
  }

  @Test func `what is recorded is drawn before the next question of the same batch`() throws {
    let bench = try bench("0.004")
    var call = Self.plan
    call["max_output_tokens"] = nil
    call.append("output_tokens", 100)
    call.append("user_id", "bob")
    #expect(try check(bench, Self.plan).at("decision")?.string == "allow")
    try bench.call("record_usage", call)
    let answer = try check(bench, Self.plan)
    #expect(answer.at("decision")?.string == "deny" && answer.at("balance.remaining") == .decimal("0.00175"))
    try bench.call("record_usage", call)
    #expect(try check(bench).at("balance.remaining") == .decimal("-0.0005"))
  }

  @Test(arguments: [("0.000000000001", "allow"), ("-0.5", "deny")])
  func `without a plan anything above zero is enough`(_ dollars: String, _ decision: String) throws {
    let answer = try check(try bench(dollars))
    #expect(answer.at("decision")?.string == decision)
    if decision == "deny" { #expect(answer.at("reason")?.string?.hasPrefix("Balance of \"bob\": -$0.5 left.") == true) }
  }

  @Test func `an account that is emptied to zero stops the next call, but none that costs nothing`() throws {
    let bench = try bench("1")
    try put("-1", bench)
    #expect(try check(bench).at("code")?.string == "insufficient_quota")
    #expect(try check(bench, ["input_tokens": 5]).at("code")?.string == "insufficient_quota")
    let free = try #require(
      try bench.service.prices.allModels().first { model in
        var usage = Usage()
        usage[.input] = 10
        return (try? model.cost(of: usage, under: PricingConditions(at: bench.clock.now)))??.amount == .zero
      })
    let answer = try check(bench, ["model": .string("\(free.provider)/\(free.id)"), "input_tokens": 10])
    #expect(answer.at("decision")?.string == "allow", "\(free.id): \(answer)")
  }

  @Test func `a plan without a known price is warned of`() throws {
    for dollars in ["5", "-5"] {
      let answer = try check(try bench(dollars), ["model": "house-model", "input_tokens": 10])
      #expect(answer.at("decision")?.string == "warn" && answer.at("code") == nil)
      #expect(answer.at("reason")?.string?.contains("no known price") == true)
    }
  }

  @Test func `the balance wins over limits in the code, and both are in the reason`() throws {
    let bench = try bench("0.001") {
      $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: 10)]
    }
    let answer = try check(bench, Self.plan)
    #expect(answer.at("code")?.string == "insufficient_quota")
    let reason = try #require(answer.at("reason")?.string)
    #expect(reason.hasPrefix("Balance of \"bob\"") && reason.contains("L (tokens per day)"))
    try put("100", bench)
    #expect(try check(bench, Self.plan).at("code")?.string == "limit_exceeded")
  }

  @Test func `what others have reserved is not there for a call, until its time is up`() throws {
    let bench = try bench("0.004")
    var holding = Self.plan
    holding.append("reserve", true)
    holding.append("reserve_seconds", 60)
    #expect(try check(bench, holding).at("reservation.id") != nil)
    let answer = try check(bench, holding)
    #expect(answer.at("decision")?.string == "deny" && answer.at("reservation") == nil)
    #expect(answer.at("retry_after_seconds") == 60)
    #expect(answer.at("balance.remaining") == .decimal("0.004"))
    #expect(answer.at("reason")?.string?.contains("$0.00225 of it reserved") == true)
    bench.clock.advance(seconds: 60)
    #expect(try check(bench, holding).at("decision")?.string == "allow")
  }

  @Test func `other users are not asked for money, and an estimate says what check_limit says`() throws {
    let bench = try bench("0.001")
    let other = try bench.call("check_limit", Self.plan)
    #expect(other.at("decision")?.string == "allow" && other.at("balance") == nil)
    let estimate = try bench.call(
      "estimate_cost", ["model": "gpt-4o", "input_tokens": 500, "output_tokens": 100, "user_id": "bob"])
    #expect(estimate.at("limit.decision")?.string == "deny")
  }

  @Test func `a server of one user shows that user's balance, also as a resource`() throws {
    let bench = try Bench(onlyUser: "bob")
    try put("2", bench)
    #expect(try bench.call("check_limit", [:]).at("balance.remaining") == .decimal("2"))
    #expect(try bench.resource("usage://limits").at("balance.remaining") == .decimal("2"))
  }
}
