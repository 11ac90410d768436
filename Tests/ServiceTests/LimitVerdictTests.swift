import Ledger
import Pricing
import Service
import Testing

@Suite struct LimitVerdictTests {
  private static func daily(_ tokens: Int128) -> LimitRule {
    LimitRule(id: "DAY", metric: .tokens, window: .day, limit: tokens)
  }

  @Test func `a denial names its causes and how long to wait`() throws {
    let desk = try Desk { $0.limits.rules = [Self.daily(1_000)] }
    var question = LimitQuestion()
    question.plan = try CallPlan.sample("gpt-4o", input: 500, output: 10)
    question.holdsForSeconds = 60
    _ = try desk.service.check(question)
    let verdict = try desk.service.check(question)
    #expect(verdict.isDenial && verdict.decision.code == .limitExceeded)
    #expect(verdict.causes.map(\.state.rule.id) == ["DAY"] && verdict.causes == verdict.limits)
    #expect(verdict.plan.tokens == 510)
    #expect(verdict.retryAfterSeconds == 60)
    #expect(verdict.context?.fits == true && verdict.warnings.isEmpty)
  }

  @Test func `a denied call is not held, and one that is allowed is until it is given back`() throws {
    let desk = try Desk { $0.limits.rules = [Self.daily(1_000)] }
    var question = LimitQuestion()
    question.plan = try CallPlan.sample("gpt-4o", input: 600, output: 0)
    question.holdsForSeconds = 60
    let held = try #require(try desk.service.check(question).reservation)
    #expect(held.holding.tokens == 600)
    #expect(try desk.service.check(question).reservation == nil)
    question.releases = held.id.description
    let again = try desk.service.check(question)
    #expect(again.released == true && again.reservation != nil)
  }

  @Test func `the amounts of a limit on all are not told to one user`() throws {
    let desk = try Desk(onlyUser: "bob") { $0.limits.rules = [Self.daily(1_000)] }
    let verdict = try desk.service.check(LimitQuestion())
    #expect(verdict.limits.map(\.showsAmounts) == [false])
  }

  @Test func `a question about another user is refused as a fact`() throws {
    let desk = try Desk(onlyUser: "bob")
    var question = LimitQuestion()
    question.plan.caller[.userID] = "eve"
    #expect(throws: LedgerError.otherUser(only: "bob")) { try desk.service.check(question) }
  }
}
