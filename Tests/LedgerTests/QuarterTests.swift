import CivilTime
import Pricing
import TestSupport
import Testing

@testable import Ledger

@Suite struct QuarterTests {
  private static let span = Instant("2026-11-20T00:00:00Z")..<Instant("2026-11-21T12:00:00Z")

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `quarter hours say of each stretch what totals say of it`(_ seed: UInt64) throws {
    let test = try Self.filled(seed)
    let filters: [[Dimension: String]] = [
      [:], [.agent: "a1"], [.sessionID: "s2"], [.sessionID: ""], [.userID: "ada", .model: "unknown"],
      [.agent: "none"],
    ]
    for texts in filters {
      let filter = UsageFilter(texts: texts)
      var requests: Int64 = 0
      for quarter in try test.ledger.quarters(of: Self.span, filter: filter) {
        let end = quarter.start.adding(milliseconds: 900_000)
        let totals = try test.totals(Period(since: quarter.start, until: end), texts).all
        #expect(
          quarter.requests == totals.requests && quarter.tokens == totals.tokens.total,
          "seed \(seed), \(texts)")
        #expect(quarter.unpricedRequests == totals.unpricedRequests, "seed \(seed), \(texts)")
        requests += quarter.requests
      }
      let whole = Period(since: Self.span.lowerBound, until: Self.span.upperBound)
      #expect(try test.totals(whole, texts).all.requests == requests, "seed \(seed), \(texts)")
    }
  }

  @Test(arguments: [8, 9] as [UInt64])
  func `quarter hours without unpriced calls say of everything what totals say`(_ seed: UInt64) throws {
    let test = try Self.filled(seed)
    // A reset and a repeated report leave their marks in what is counted of everything.
    try test.record(.sample(at: "2026-11-21T11:00:00Z"), keys: ["a"])
    test.clock.now = Instant("2026-11-21T11:05:00Z")
    let limit = LimitRule(scope: .all, metric: .cost, window: .day, limit: 5, action: .block, origin: .command)
    try test.ledger.setLimit(limit)
    try test.ledger.resetLimit(limit, for: nil)
    try test.record(.sample(at: "2026-11-21T11:00:00Z", output: 70), keys: ["a"])
    var model = UsageFilter.none
    model.limitedModel = "alpha"
    let texts: [[Dimension: String]] = [
      [.agent: "a1"], [.agent: ""], [.sessionID: "s2"], [.userID: "ada"], [.userID: "ada", .agent: "a1"],
      [.provider: "test"], [.agent: "nobody"],
    ]
    // Once before limits of each kind, and once where they count what is asked.
    for limited in [[], [.agent, .user, .model, .provider]] as [[LimitDimension]] {
      for dimension in limited {
        try test.ledger.setLimit(
          LimitRule(
            scope: .each(dimension), metric: .cost, window: .month, limit: 5, action: .block, origin: .command))
      }
      try test.ledger.commit()
      for filter in [.none, model] + texts.map(UsageFilter.init(texts:)) {
        var found: [QuarterUsage] = []
        try test.ledger.forEachQuarter(pricedIn: Self.span, filter: filter) { found.append($0) }
        let wanted = try test.ledger.quarters(of: Self.span, filter: filter)
        #expect(found.map(Self.priced) == wanted.map(Self.priced), "seed \(seed), \(filter), \(limited)")
      }
    }
  }

  private static func priced(_ quarter: QuarterUsage) -> QuarterUsage {
    var quarter = quarter
    quarter.unpricedRequests = 0
    return quarter
  }

  @Test(arguments: [4, 5] as [UInt64])
  func `split quarter hours add up to groups`(_ seed: UInt64) throws {
    let test = try Self.filled(seed)
    let keys: [Dimension] = [.userID, .agent, .model]
    for texts in [[:], [.sessionID: "s1"]] as [[Dimension: String]] {
      let filter = UsageFilter(texts: texts)
      var sums: [[String]: Int64] = [:]
      for quarter in try test.ledger.quarters(of: Self.span, filter: filter, by: keys) {
        sums[quarter.texts, default: 0] += quarter.tokens
      }
      let groups = try test.ledger.groups(
        of: Period(since: Self.span.lowerBound, until: Self.span.upperBound), filter: filter,
        by: keys.map(GroupKey.dimension), calendar: LedgerCalendar(zone: .utc))
      let expected = Dictionary(uniqueKeysWithValues: groups.map { ($0.key, $0.totals.tokens.total) })
      #expect(sums == expected, "seed \(seed)")
    }
  }

  @Test func `outlines are the newest records in short`() throws {
    let test = try Self.filled(6)
    let filter = UsageFilter(texts: [.userID: "ada"])
    let since = Instant("2026-11-20T06:00:00Z")
    let records = try test.ledger.records(of: Period(since: since, until: nil), filter: filter, limit: 50)
    let outlines = try test.ledger.outlines(since: since, filter: filter, limit: 50)
    #expect(outlines.map(\.timestamp) == records.map(\.facts.timestamp))
    #expect(outlines.map(\.texts) == records.map { [$0.facts.sessionID, "ada", "", $0.facts.agent] })
    #expect(outlines.map(\.input) == records.map(\.facts.usage.inputTokens))
    #expect(outlines.map(\.output) == records.map(\.facts.usage.outputTokens))
  }

  @Test func `sizes of sessions are their calls`() throws {
    let test = try Self.filled(7)
    let sizes = try test.ledger.sessionSizes(before: Self.span.upperBound, filter: .none, limit: 1_000)
    let groups = try test.ledger.groups(
      of: .all, filter: .none, by: [.dimension(.sessionID), .dimension(.userID)],
      calendar: LedgerCalendar(zone: .utc))
    #expect(sizes.sorted() == groups.filter { $0.key[0] != "" }.map(\.totals.requests).sorted())
    #expect(try test.ledger.sessionSizes(before: Self.span.lowerBound, filter: .none, limit: 9) == [])
  }

  private static func filled(_ seed: UInt64) throws -> TestLedger {
    let test = try TestLedger()
    var generator = SplitMix64(seed: seed)
    for _ in 0..<400 {
      let offset = Int64.random(in: 0..<(36 * 3_600_000), using: &generator)
      var facts = CallFacts.sample(
        ["alpha", "beta", "unknown"].randomElement(using: &generator) ?? "",
        input: .random(in: 1...9, using: &generator),
        user: Bool.random(using: &generator) ? "ada" : "bob")
      facts.timestamp = span.lowerBound.adding(milliseconds: offset)
      facts.agent = Bool.random(using: &generator) ? "a1" : ""
      facts.sessionID = ["", "s1", "s2", "s3"].randomElement(using: &generator) ?? ""
      facts.usage[.cacheRead] = .random(in: 0...9, using: &generator)
      facts.usage[.outputReasoning] = .random(in: 0...9, using: &generator)
      try test.add(facts)
    }
    try test.ledger.commit()
    return test
  }
}
