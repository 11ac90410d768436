import JSON
import Ledger
import TestSupport
import Testing

@testable import Server
@testable import Service

@Suite struct AlertTests {
  @Test func `each level of a window is told once, in the answer and in the outbox`() throws {
    let bench = try Bench { $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: 1_000)] }
    var told: [[String]] = []
    for tokens in [700, 100, 50, 60, 50, 40, 500] { told.append(try record(bench, tokens: tokens)) }
    #expect(told.map(\.count) == [0, 1, 0, 1, 0, 1, 0])
    #expect(told[1].first?.hasPrefix("L (tokens per day) is filling up: 800 of 1,000 used. It resets at ") == true)
    #expect(told[3].first?.hasPrefix("L (tokens per day) is nearly used up: 910 of 1,000 used.") == true)
    #expect(told[5].first?.hasPrefix("L (tokens per day) is used up: 1,000 of 1,000 used.") == true)
    #expect(try bench.service.ledger.outboxState().waiting == 3)
  }

  @Test func `a jump over several levels tells of the highest alone`() throws {
    let bench = try Bench { $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: 1_000)] }
    #expect(try record(bench, tokens: 2_000).count == 1)
    #expect(try record(bench, tokens: 1).isEmpty)
    #expect(try bench.service.ledger.outboxState().waiting == 1)
  }

  @Test func `each one of a kind has alerts of its own, and a reset makes them news again`() throws {
    let bench = try Bench()
    let rule = LimitRule(id: "each", scope: .each(.user), metric: .tokens, window: .day, limit: 100)
    try bench.service.ledger.setLimit(rule)
    try bench.service.ledger.commit()
    for user in ["ann", "bob"] {
      #expect(try record(bench, tokens: 100, user: user).count == 1, "\(user)")
      #expect(try record(bench, tokens: 100, user: user).isEmpty)
    }
    try bench.service.ledger.resetLimit(rule, for: "ann")
    try bench.service.ledger.commit()
    bench.clock.advance(seconds: 1)
    #expect(try record(bench, tokens: 100, user: "ann").count == 1)
    #expect(try record(bench, tokens: 100, user: "bob").isEmpty)
  }

  @Test func `a name in a message calls nobody and links nowhere`() throws {
    let bench = try Bench()
    try bench.service.ledger.setLimit(
      LimitRule(id: "each", scope: .each(.user), metric: .tokens, window: .day, limit: 100))
    try bench.service.ledger.commit()
    _ = try record(bench, tokens: 100, user: "<!channel>\n& <https://a.example|b>")
    let text = try #require(try bench.service.ledger.claimMessage()?.payload)
    #expect(text.contains("user=&lt;!channel&gt; &amp; &lt;https://a.example|b&gt;"), "\(text)")
  }

  @Test func `what planned calls hold raises no alert`() throws {
    let bench = try Bench { $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: 1_000)] }
    _ = try bench.call("check_limit", ["input_tokens": 990, "reserve": true])
    try bench.service.ledger.commit()
    #expect(try record(bench, tokens: 5).isEmpty)
  }

  @Test func `the resource of limits shows what was told and when`() throws {
    let bench = try Bench { $0.limits.rules = [LimitRule(id: "L", metric: .tokens, window: .day, limit: 1_000)] }
    #expect(try bench.resource("usage://limits").at("alerts")?.array?.isEmpty == true)
    _ = try record(bench, tokens: 850)
    let alert = try #require(try bench.resource("usage://limits").at("alerts")?.array?.first?.object)
    #expect(alert["id"]?.string == "L" && alert["level"]?.string == "warning" && alert["at"]?.string != nil)
  }

  private func record(_ bench: Bench, tokens: Int, user: String = "ann") throws -> [String] {
    let answer = try bench.call(
      "record_usage",
      ["model": "gpt-4o", "input_tokens": .number(JSONNumber(Int64(tokens))), "user_id": .string(user)])
    try bench.service.ledger.commit()
    return (answer.at("warnings")?.array ?? []).compactMap(\.string)
  }
}
