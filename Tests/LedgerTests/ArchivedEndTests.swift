import CivilTime
import Pricing
import TestSupport
import Testing

@testable import Ledger

/// Periods that begin or end within a quarter hour of which records were archived.
@Suite struct ArchivedEndTests {
  private static let calendar = LedgerCalendar(zone: .utc, weekStart: 1)

  @Test func `calls without a session do not become fewer because a session was archived`() throws {
    let test = try TestLedger()
    let session = { (facts: inout CallFacts) in facts.sessionID = "s1" }
    try test.record(.sample(at: "2026-11-01T11:20:00Z", input: 1_000_000).with(session))
    try test.record(.sample(at: "2026-11-07T11:20:00Z", input: 1, output: 0))
    try test.record(.sample(at: "2026-11-16T11:20:00Z", input: 1, output: 0))
    try ArchiveTests.archiveAll(test.ledger, before: Instant("2026-11-15T00:00:00Z"))
    for (since, until) in [
      ("2026-11-01T11:18:00Z", "2026-11-20T00:00:00Z"), ("2026-10-01T00:00:00Z", "2026-11-18T11:18:00Z"),
    ] {
      let period = Period(since: Instant(since), until: Instant(until))
      let totals = try test.totals(period, [.sessionID: ""]).all
      #expect(totals.requests == 2 && totals.tokens.total == 2 && totals.cost.picodollars == 4)
      #expect(
        try test.ledger.trend(
          of: period, filter: UsageFilter(texts: [.sessionID: ""]), unit: .day, calendar: Self.calendar
        )
        .reduce(into: Totals.zero) { $0 += $1.totals } == totals)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `an answer about any period is refused once records are archived, or it stays what it was`(_ seed: UInt64) throws
  {
    var generator = SplitMix64(seed: seed)
    let test = try TestLedger()
    try ArchiveTests.fill(test, &generator, calls: 120)
    let times = try test.ledger.records(of: .all, filter: .none, limit: 1_000).map(\.facts.timestamp)
    var questions: [(period: Period, filter: UsageFilter)] = []
    for _ in 0..<80 {
      let ends = (0..<2).map { _ in Self.end(near: times, &generator) }.sorted()
      let filter = Self.filters.randomElement(using: &generator) ?? .none
      questions.append((Period(since: ends[0], until: Bool.random(using: &generator) ? ends[1] : nil), filter))
    }
    let before = try questions.map { try Self.answers(test.ledger, $0.period, $0.filter) }
    try ArchiveTests.archiveAll(test.ledger, before: Instant("2026-08-15T00:00:00Z"))
    var answered = 0
    for (question, wanted) in zip(questions, before) {
      do {
        let found = try Self.answers(test.ledger, question.period, question.filter)
        #expect(found == wanted, "seed \(seed), \(question)")
        answered += 1
      } catch LedgerError.archivedEnd {}
    }
    #expect(answered > 10, "seed \(seed)")
  }

  private static let filters: [UsageFilter] = [
    .none, UsageFilter(texts: [.sessionID: ""]), UsageFilter(texts: [.sessionID: "", .agent: "coder"]),
    UsageFilter(texts: [.sessionID: "session 1"]), UsageFilter(texts: [.userID: "bob"]),
    UsageFilter(texts: [.sessionID: "", .userID: "ada"]),
  ]

  /// A time within the quarter hour of a call, or near it.
  private static func end(near times: [Instant], _ generator: inout SplitMix64) -> Instant {
    let time = times.randomElement(using: &generator) ?? Instant(milliseconds: 0)
    return time.adding(milliseconds: Int64.random(in: -900...900, using: &generator) * 1_000)
  }

  /// Everything that is said about a period; nothing in it is ever below zero.
  private static func answers(_ ledger: Ledger, _ period: Period, _ filter: UsageFilter) throws -> [String] {
    let totals = try ledger.totals(of: period, filter: filter)
    let keys: [[GroupKey]] = [
      [.dimension(.sessionID)], [.dimension(.model)], [.time(.day)], [.dimension(.sessionID), .time(.hour)],
    ]
    let groups = try keys.map { try ledger.groups(of: period, filter: filter, by: $0, calendar: calendar) }
    for part in [totals.all] + Array(totals.byKind.values) + groups.flatMap({ $0.map(\.totals) }) {
      #expect(part.requests >= 0 && part.tokens.total >= 0 && part.cost >= .zero)
    }
    let points = try ledger.trend(of: period, filter: filter, unit: .day, calendar: calendar)
    return ["\(totals.all) \(totals.sessions)", "\(points.filter { $0.totals != .zero })"]
      + totals.byKind.map { "\($0.key.name) \($0.value)" }.sorted()
      + groups.flatMap { $0.map { "\($0.key) \($0.totals)" }.sorted() }
  }
}
