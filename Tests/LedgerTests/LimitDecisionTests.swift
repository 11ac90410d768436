import CivilTime
import Ledger
import Pricing
import Testing

@Suite struct LimitDecisionTests {
  private static func state(
    _ metric: LimitMetric, _ window: LimitWindow, used: Int128, of limit: Int128, reserved: Int128 = 0,
    action: LimitAction = .block
  ) -> LimitState {
    LimitState(
      rule: LimitRule(id: "L", metric: metric, window: window, limit: limit, action: action), used: used,
      held: reserved == 0 ? [] : [LimitState.Slot(used: reserved, leaves: Instant(seconds: 50))],
      resetsAt: window == .request || window == .total ? nil : Instant(seconds: 100))
  }

  private static func decide(_ plan: PlannedUse, _ states: LimitState...) -> LimitDecision {
    LimitDecision(states, plan: plan, settings: LimitSettings(), now: Instant(seconds: 0))
  }

  private static func cost(_ picodollars: Int128) -> PlannedUse {
    PlannedUse(tokens: 10, cost: .amount(Money(picodollars: picodollars)))
  }

  @Test func `a limit that only warns never denies`() {
    let passed = Self.state(.tokens, .day, used: 2_000, of: 1_000, action: .warn)
    #expect(Self.decide(PlannedUse(tokens: nil), passed).verdict == .warn)
    #expect(Self.decide(PlannedUse(tokens: 5_000), passed).verdict == .warn)
    let blocking = Self.state(.tokens, .day, used: 2_000, of: 1_000)
    let decision = Self.decide(PlannedUse(tokens: 1), passed, blocking)
    #expect(decision.verdict == .deny)
    #expect(decision.causes == [blocking])
  }

  @Test func `what is reserved counts as if it were used`() {
    let state = Self.state(.tokens, .day, used: 500, of: 1_000, reserved: 400)
    #expect(state.remaining == 100)
    #expect(state.basisPoints() == 9_000)
    #expect(Self.decide(PlannedUse(tokens: 100), state).verdict == .warn)
    #expect(Self.decide(PlannedUse(tokens: 101), state).verdict == .deny)
  }

  @Test func `a call that costs nothing is not stopped by a spent budget`() {
    let spent = Self.state(.cost, .day, used: 6, of: 5)
    #expect(Self.decide(Self.cost(0), spent).verdict == .warn)
    #expect(Self.decide(Self.cost(1), spent).verdict == .deny)
    #expect(Self.decide(PlannedUse(tokens: nil), spent).verdict == .deny)
    #expect(Self.decide(PlannedUse(tokens: 10), spent).verdict == .deny)
  }

  @Test func `a call without a known price is warned of under a budget, and only there`() {
    let plan = PlannedUse(tokens: 10, cost: .unpriced)
    #expect(Self.decide(plan, Self.state(.cost, .day, used: 0, of: 5)).verdict == .warn)
    #expect(Self.decide(plan, Self.state(.tokens, .day, used: 0, of: 1_000)).verdict == .allow)
  }

  @Test func `the price of another model is warned of under a budget, and stops at its end`() {
    let plan = PlannedUse(tokens: 10, cost: .amount(Money(picodollars: 3)), isAssumed: true)
    #expect(Self.decide(plan, Self.state(.cost, .day, used: 0, of: 500)).verdict == .warn)
    #expect(Self.decide(plan, Self.state(.cost, .day, used: 0, of: 2)).verdict == .deny)
    #expect(Self.decide(plan, Self.state(.tokens, .day, used: 0, of: 1_000)).verdict == .allow)
  }

  @Test func `a limit per request looks at one call, others at all that are planned`() {
    let plan = PlannedUse(tokens: 400, cost: .amount(Money(picodollars: 3)), calls: 3)
    #expect(Self.decide(plan, Self.state(.tokens, .request, used: 0, of: 500)).verdict == .warn)
    #expect(Self.decide(plan, Self.state(.tokens, .day, used: 0, of: 1_199)).verdict == .deny)
    #expect(Self.decide(plan, Self.state(.requests, .hour, used: 0, of: 2)).verdict == .deny)
    #expect(Self.decide(plan, Self.state(.cost, .week, used: 0, of: 9)).verdict == .warn)
    #expect(Self.decide(plan, Self.state(.cost, .week, used: 0, of: 8)).verdict == .deny)
  }

  @Test(
    arguments: LimitWindow.allCases.map { ($0, $0 == .minute || $0 == .hour ? "rate_limited" : "limit_exceeded") })
  func `the code tells windows that slide from those that do not`(_ window: LimitWindow, _ code: String) {
    let decision = Self.decide(PlannedUse(tokens: 11), Self.state(.tokens, window, used: 0, of: 10))
    #expect(decision.code?.rawValue == code)
  }

  @Test func `waiting cannot help against a total, nor against a call that is too large`() {
    let day = Self.state(.tokens, .day, used: 10, of: 10)
    #expect(Self.decide(PlannedUse(tokens: 1), day).retryAt == Instant(seconds: 100))
    #expect(Self.decide(PlannedUse(tokens: 1), day, Self.state(.tokens, .total, used: 10, of: 10)).retryAt == nil)
    #expect(Self.decide(Self.cost(2), day, Self.state(.cost, .request, used: 0, of: 1)).retryAt == nil)
  }
}
