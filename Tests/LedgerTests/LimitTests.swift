import CivilTime
import Testing

@testable import Ledger

@Suite struct LimitTests {
  private static let daily = LimitRule(id: "DAILY", metric: .tokens, window: .day, limit: 1_000)
  private static let monthly = LimitRule(id: "MONTHLY", metric: .tokens, window: .month, limit: 10_000)
  private static let perMinute = LimitRule(id: "MINUTE", metric: .tokens, window: .minute, limit: 500)
  private static let requests = LimitRule(id: "REQUESTS", metric: .requests, window: .minute, limit: 3)
  private static let utc = LedgerCalendar(zone: .utc)

  @Test func `a minute slides with the clock, second by second`() throws {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    try test.record(.sample(at: "2026-11-21T12:00:00Z", input: 100, output: 0))
    test.clock.advance(seconds: 30)
    try test.record(.sample(at: "2026-11-21T12:00:30Z", input: 50, output: 0))
    for (seconds, used) in [(0, 150), (29, 150), (30, 150), (31, 50), (60, 50), (61, 0)] as [(Int64, Int64)] {
      test.clock.now = Instant("2026-11-21T12:00:30Z").adding(milliseconds: seconds * 1000)
      let state = try #require(try test.ledger.states(of: [Self.perMinute], calendar: Self.utc).first)
      #expect(state.used == used, "after \(seconds) s")
    }
  }

  @Test func `a day begins again at midnight of its zone`() throws {
    let test = try TestLedger(at: "2026-11-21T23:30:00Z")
    try test.record(.sample(at: "2026-11-21T23:15:00Z", input: 700, output: 0))
    let state = try #require(try test.ledger.states(of: [Self.daily], calendar: Self.utc).first)
    #expect(state.used == 700)
    #expect(state.resetsAt == Instant("2026-11-22T00:00:00Z"))
    test.clock.now = Instant("2026-11-22T00:00:00Z")
    #expect(try test.ledger.states(of: [Self.daily], calendar: Self.utc).first?.used == 0)
    #expect(try test.ledger.states(of: [Self.monthly], calendar: Self.utc).first?.used == 700)
  }

  @Test func `records of other processes count, and updates count once`() throws {
    let test = try TestLedger()
    let other = test.another()
    let request = RecordRequest(
      facts: .sample(at: "2026-11-21T11:59:59Z", input: 100, output: 10),
      keys: [RecordKey(id: "r", source: "tool", part: 0)])
    _ = try other.record(request, pricing: TestPrice.apply)
    try other.commit()
    try test.record(.sample(at: "2026-11-21T11:59:59Z", input: 100, output: 90), keys: ["r"])
    let states = try test.ledger.states(of: [Self.daily, Self.perMinute, Self.requests], calendar: Self.utc)
    #expect(states.map(\.used) == [190, 190, 1])
  }

  @Test func `calls of a batch count however many slots of time they lie in`() throws {
    let rules = LimitWindow.allCases.map { LimitRule(id: "L-\($0)", metric: .tokens, window: $0, limit: 1_000_000) }
    for secondsApart in [1, 60, 900, 86_400] as [Int64] {
      let test = try TestLedger()
      try test.ledger.setLimit(
        LimitRule(id: "ada", scope: .one(.user, "ada"), metric: .tokens, window: .hour, limit: 1))
      for number in 0..<100 as Range<Int64> {
        let time = test.clock.now.adding(milliseconds: -number * secondsApart * 1_000)
        try test.add(.sample(at: time.rfc3339(in: .utc), input: 100, output: 0))
      }
      var subject = LimitSubject()
      subject[.user] = "ada"
      let within = try test.ledger.states(of: rules, for: subject, calendar: Self.utc)
      try test.ledger.commit()
      #expect(try test.ledger.states(of: rules, for: subject, calendar: Self.utc) == within, "\(secondsApart) s apart")
      #expect(within.contains { $0.used == 10_000 }, "\(secondsApart) s apart")
    }
  }

  @Test func `a clock set back neither frees nor doubles a window`() throws {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    try test.record(.sample(at: "2026-11-21T11:59:30Z", input: 400, output: 0))
    test.clock.now = Instant("2026-11-20T00:00:00Z")
    #expect(try test.ledger.states(of: [Self.perMinute, Self.daily], calendar: Self.utc).map(\.used) == [400, 400])
    #expect(try test.ledger.ledgerTime() == Instant("2026-11-21T12:00:00Z"))
  }

  @Test(arguments: [
    Case(used: 0, plan: nil, verdict: .allow), Case(used: 799, plan: nil, verdict: .allow),
    Case(used: 800, plan: nil, verdict: .warn), Case(used: 999, plan: nil, verdict: .warn),
    Case(used: 1_000, plan: nil, verdict: .deny), Case(used: 0, plan: 1_000, verdict: .warn),
    Case(used: 0, plan: 1_001, verdict: .deny), Case(used: 500, plan: 299, verdict: .allow),
    Case(used: 500, plan: 300, verdict: .warn), Case(used: 1_000, plan: 0, verdict: .warn),
    Case(used: 1_001, plan: 0, verdict: .deny),
  ])
  func `a plan is denied when it would pass the limit`(_ example: Case) throws {
    let state = LimitState(rule: Self.daily, used: Int128(example.used), resetsAt: Instant(seconds: 100))
    let decision = LimitDecision(
      [state], plan: PlannedUse(tokens: example.plan), settings: LimitSettings(rules: [Self.daily]),
      now: Instant(seconds: 0))
    #expect(decision.verdict == example.verdict)
  }

  struct Case: Sendable {
    var used: Int64
    var plan: Int64?
    var verdict: LimitDecision.Verdict
  }

  @Test func `the wait is until enough of a sliding window has left`() {
    let slots = [
      LimitState.Slot(used: 300, leaves: Instant(seconds: 10)),
      LimitState.Slot(used: 150, leaves: Instant(seconds: 40)),
    ]
    let state = LimitState(rule: Self.perMinute, used: 450, resetsAt: Instant(seconds: 40), slots: slots)
    let now = Instant(seconds: 0)
    #expect(state.whenFits(50, now: now) == now)
    #expect(state.whenFits(100, now: now) == Instant(seconds: 10))
    #expect(state.whenFits(400, now: now) == Instant(seconds: 40))
    #expect(state.whenFits(501, now: now) == nil)
  }

  @Test func `the longest wait among denying limits counts, and none when one never lets go`() {
    let day = LimitState(rule: Self.daily, used: 1_000, resetsAt: Instant(seconds: 500))
    let minute = LimitState(
      rule: Self.perMinute, used: 500, resetsAt: Instant(seconds: 30),
      slots: [LimitState.Slot(used: 500, leaves: Instant(seconds: 30))])
    func decide(_ plan: Int64) -> LimitDecision {
      LimitDecision(
        [day, minute], plan: PlannedUse(tokens: plan), settings: LimitSettings(), now: Instant(seconds: 0))
    }
    #expect(decide(10).retryAt == Instant(seconds: 500))
    #expect(decide(600).retryAt == nil)
  }

  @Test func `a limit of nothing denies everything`() {
    let rule = LimitRule(id: "ZERO", metric: .tokens, window: .day, limit: 0)
    let state = LimitState(rule: rule, used: 0, resetsAt: Instant(seconds: 1))
    let decision = LimitDecision(
      [state], plan: PlannedUse(tokens: nil), settings: LimitSettings(), now: Instant(seconds: 0))
    #expect(decision.verdict == .deny)
    #expect(decision.retryAt == nil)
  }
}
