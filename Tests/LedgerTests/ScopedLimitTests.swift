import CivilTime
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

/// Limits that the file holds: their counters, their windows and their changes.
@Suite struct ScopedLimitTests {
  private static let utc = LedgerCalendar(zone: .utc)

  private static func rule(
    _ scope: LimitScope, _ metric: LimitMetric, _ window: LimitWindow, limit: Int128 = 1_000
  ) -> LimitRule {
    LimitRule(scope: scope, metric: metric, window: window, limit: limit, action: .block, origin: .command)
  }

  private static let everyWindow = LimitDimension.allCases.flatMap { dimension in
    LimitWindow.allCases.map { rule(.each(dimension), .tokens, $0) }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `counters filled afterwards are those counted along the way`(seed: UInt64) throws {
    let (before, after) = (try TestLedger(), try TestLedger())
    for rule in Self.everyWindow { try before.ledger.setLimit(rule) }
    try before.ledger.commit()
    for test in [before, after] {
      var generator = SplitMix64(seed: seed)
      for number in 0..<120 { try Self.recordOne(number, in: test, &generator) }
    }
    for rule in Self.everyWindow { try after.ledger.setLimit(rule) }
    try after.ledger.commit()
    let counted = try Self.counters(before)
    #expect(counted.count > 200)
    #expect(try Self.counters(after) == counted, "seed \(seed)")
  }

  @Test func `without a limit on a dimension nothing is counted for it`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    for rule in Self.everyWindow { try test.ledger.setLimit(rule) }
    try test.ledger.commit()
    for rule in Self.everyWindow { #expect(try test.ledger.removeLimit(rule.id)) }
    #expect(try !test.ledger.removeLimit(Self.everyWindow[0].id))
    try test.ledger.commit()
    try test.record(.sample())
    #expect(try Self.counters(test) == [])
  }

  @Test func `only the lengths that a window needs are counted`() throws {
    let test = try TestLedger()
    try test.ledger.setLimit(Self.rule(.each(.user), .tokens, .hour))
    try test.record(.sample(at: "2026-11-21T11:59:00Z"))
    #expect(try Self.counters(test).map { $0.split(separator: "|")[2] } == ["60"])
  }

  @Test func `a change by one process holds in another at once`() throws {
    let test = try TestLedger()
    let other = test.another()
    var subject = LimitSubject()
    subject[.user] = "ada"
    try test.record(.sample())
    #expect(try other.states(of: [], for: subject, calendar: Self.utc) == [])
    let rule = Self.rule(.each(.user), .tokens, .day)
    try test.ledger.setLimit(rule)
    try test.ledger.commit()
    #expect(try other.states(of: [], for: subject, calendar: Self.utc).map(\.used) == [110])
    _ = try other.record(RecordRequest(facts: .sample(), keys: []), pricing: TestPrice.apply)
    try other.commit()
    #expect(try test.ledger.states(of: [], for: subject, calendar: Self.utc).map(\.used) == [220])
    try test.ledger.resetLimit(rule, for: "ada")
    try test.ledger.commit()
    _ = try other.record(
      RecordRequest(facts: .sample(at: "2026-11-21T12:00:01Z"), keys: []), pricing: TestPrice.apply)
    // A late one, from before the reset.
    _ = try other.record(
      RecordRequest(facts: .sample(at: "2026-11-21T11:59:59Z"), keys: []), pricing: TestPrice.apply)
    try other.commit()
    for ledger in [test.ledger, other] {
      #expect(try ledger.states(of: [], for: subject, calendar: Self.utc).map(\.used) == [110])
    }
    #expect(try other.removeLimit(rule.id))
    try other.commit()
    #expect(try test.ledger.states(of: [], for: subject, calendar: Self.utc) == [])
  }

  @Test func `what a batch has set goes with it when it is taken back`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    try test.ledger.setLimit(Self.rule(.each(.user), .tokens, .day))
    #expect(try test.ledger.limits().count == 1)
    test.ledger.rollBack()
    #expect(try test.ledger.limits() == [])
    try test.record(.sample())
    #expect(try Self.counters(test) == [])
  }

  @Test func `a limit set again keeps its id and its resets, one removed in between begins afresh`() throws {
    let test = try TestLedger()
    let rule = Self.rule(.all, .requests, .month)
    try test.record(.sample())
    try test.ledger.setLimit(rule)
    try test.ledger.resetLimit(rule, for: nil)
    try test.ledger.setLimit(Self.rule(.all, .requests, .month, limit: 5))
    let states = { try test.ledger.states(of: [], calendar: Self.utc) }
    #expect(try states().map(\.used) == [0])
    #expect(try states().map(\.rule.limit) == [5])
    test.clock.advance(seconds: 1)
    #expect(try test.ledger.removeLimit(rule.id))
    try test.ledger.setLimit(rule)
    #expect(try states().map(\.used) == [1])
  }

  @Test func `limits of the settings file are those of the file once it is opened`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let own = Self.rule(.all, .tokens, .day)
    try test.ledger.setLimit(own)
    try test.ledger.commit()
    func opened(_ limits: [(LimitScope, Int128)]?) throws -> [LimitRule] {
      let ledger = test.another()
      ledger.configuredLimits = limits?.map {
        LimitRule(scope: $0.0, metric: .tokens, window: .day, limit: $0.1, action: .block, origin: .config)
      }
      return try ledger.limits().filter { $0.origin == .config }
    }
    #expect(try opened([(.each(.user), 7), (.all, 8)]).map(\.limit) == [7, 8])
    #expect(try opened(nil).map(\.id) == ["config:user-tokens-day", "config:all-tokens-day"])
    #expect(try opened([(.all, 9)]).map(\.limit) == [9])
    #expect(try opened([]) == [])
    #expect(try test.ledger.limits() == [own])
  }

  @Test(arguments: [
    ("2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),  // 23 hours
    ("2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),  // 25 hours
  ])
  func `a day has its true length`(_ noon: String, _ start: String, _ end: String) throws {
    let library = ZoneLibrary(folders: ["/usr/share/zoneinfo"]) { TestFile.bytes($0) }
    let calendar = LedgerCalendar(zone: try library.zone(named: "Europe/Berlin"))
    let test = try TestLedger(at: noon)
    try test.ledger.setLimit(Self.rule(.each(.user), .requests, .day))
    for time in [start, end] {
      let edge = Instant(time)
      for milliseconds in [-1, 0] as [Int64] {
        try test.record(.sample().with { $0.timestamp = edge.adding(milliseconds: milliseconds) })
      }
    }
    var subject = LimitSubject()
    subject[.user] = "ada"
    let state = try #require(try test.ledger.states(of: [], for: subject, calendar: calendar).first)
    #expect(state.used == 2)
    #expect(state.resetsAt == Instant(end))
  }

  @Test(arguments: [
    (LimitWindow.month, 1, "2026-12-01T00:00:00Z"), (.week, 1, "2026-11-23T00:00:00Z"),
    (.week, 7, "2026-11-22T00:00:00Z"), (.week, 6, "2026-11-28T00:00:00Z"), (.day, 1, "2026-11-22T00:00:00Z"),
  ])
  func `a window ends where its calendar says`(_ window: LimitWindow, _ weekStart: Int, _ end: String) throws {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    let states = try test.ledger.states(
      of: [Self.rule(.all, .tokens, window)], calendar: LedgerCalendar(zone: .utc, weekStart: weekStart))
    #expect(states.map(\.resetsAt) == [Instant(end)])
  }

  @Test func `costs beyond 64 bits of picodollars add up`() throws {
    let test = try TestLedger()
    try test.ledger.setLimit(Self.rule(.each(.user), .cost, .total))
    let million = Money(dollars: 1_000_000, picodollars: 0)
    for _ in 0..<12 { try test.record(.sample().with { $0.reportedCost = million - Money(picodollars: 1) }) }
    var subject = LimitSubject()
    subject[.user] = "ada"
    let used = try test.ledger.states(of: [], for: subject, calendar: Self.utc).map(\.used)
    #expect(used == [(million.picodollars - 1) * 12])
  }

  @Test func `those nearest to a limit of their own come first`() throws {
    let test = try TestLedger()
    let rule = Self.rule(.each(.user), .tokens, .day)
    try test.ledger.setLimit(rule)
    for (user, tokens) in [("ann", 5), ("bob", 700), ("cy", 90)] as [(String, Int64)] {
      try test.record(.sample(at: "2026-11-21T11:00:00Z", input: tokens, output: 0, user: user))
    }
    try test.record(.sample(at: "2026-11-20T11:00:00Z", user: "yesterday"))
    let standings = try test.ledger.standings(of: [], calendar: Self.utc, most: 2)
    #expect(standings.map(\.rule) == [rule])
    #expect(standings[0].states.map(\.rule.scope) == [.one(.user, "bob"), .one(.user, "cy")])
    #expect(try test.ledger.standings(of: [], calendar: Self.utc, most: 9)[0].states.count == 3)
  }

  private static func recordOne(
    _ number: Int, in test: TestLedger, _ generator: inout SplitMix64
  ) throws {
    func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &generator)] }
    let back: Int64 = pick([0, 1, 30, 59, 61, 599, 601, 3_000, 14_399, 90_000, 4_000_000])
    test.clock.advance(seconds: pick([0, 1, 7, 61]))
    let facts = CallFacts.sample(pick(["alpha", "beta", "unknown"]), user: pick(["ada", "bob", ""])).with {
      $0.timestamp = test.clock.now.adding(milliseconds: -back * 1_000)
      $0.sessionID = pick(["", "s1", "s2"])
      $0.agent = pick(["", "coder"])
      $0.projectID = pick(["", "p"])
      $0.usage[.output] = pick([1, 20, 300])
    }
    try test.record(facts, keys: [pick(["a", "b", "c\(number)"])])
    // Old short slots are forgotten at times of their own: at the end of each minute, here of each record.
    test.clock.advance(seconds: 0)
  }

  /// The counters of scopes that have counted anything, those that no window reaches any more left out.
  private static func counters(_ test: TestLedger) throws -> [String] {
    let connection = try Connection(
      path: test.folder.file("ledger.db"), mode: .readOnly, busyTimeoutMilliseconds: 0)
    let now = try test.ledger.ledgerTime().seconds
    return try connection.all(
      """
      SELECT s.dimension || '|' || x.value || '|' || c.seconds || '|' || c.slot || '|' || c.requests || '|' || c.tokens
        || '|' || c.dollars || '|' || c.picodollars
      FROM counter c JOIN counter_scope s ON s.id = c.scope JOIN text x ON x.id = s.text
      WHERE c.requests <> 0 AND NOT (c.seconds = 1 AND c.slot < ?) AND NOT (c.seconds = 60 AND c.slot < ?)
      """, .integer(CounterGrain.slots(seconds: 1).oldestSlot(at: now)),
      .integer(CounterGrain.slots(seconds: 60).oldestSlot(at: now))
    ) { row throws(SQLiteError) in try row.text(0) }.sorted()
  }
}
