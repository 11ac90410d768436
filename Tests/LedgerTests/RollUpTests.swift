import CivilTime
import Ledger
import Pricing
import SQLite
import TestSupport
import Testing

@Suite struct RollUpTests {
  @Test func `every cut of time adds up to the whole, in any zone`() throws {
    let seed: UInt64 = 20261121
    let test = try Self.filled(seed: seed, records: 400)
    let whole = try test.totals().all
    for zone in try Self.zones() {
      let calendar = LedgerCalendar(zone: zone)
      for unit in TimeUnit.allCases {
        let points = try test.ledger.trend(of: .all, filter: .none, unit: unit, calendar: calendar)
        #expect(sum(points.map(\.totals)) == whole, "seed \(seed), \(zone.identifier), \(unit)")
      }
    }
    var generator = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let cut = Instant(milliseconds: Self.start + Int64.random(in: 0..<Self.length, using: &generator))
      let parts = [
        try test.totals(Period(since: nil, until: cut)).all, try test.totals(Period(since: cut, until: nil)).all,
      ]
      #expect(sum(parts) == whole, "seed \(seed), cut \(cut)")
    }
  }

  @Test func `groups add up to the totals, whatever they are grouped by`() throws {
    let seed: UInt64 = 7
    let test = try Self.filled(seed: seed, records: 300)
    let period = Period(
      since: Instant(milliseconds: Self.start + 3_333_333), until: Instant(milliseconds: Self.start + Self.length / 2))
    let whole = try test.totals(period).all
    let seoul = LedgerCalendar(zone: try Self.zone("Asia/Seoul"))
    for keys: [GroupKey] in [
      [.dimension(.model)], [.dimension(.sessionID)], [.dimension(.sessionID), .dimension(.model)],
      [.dimension(.sessionID), .time(.day)], [.time(.week), .time(.month)], [.time(.hour), .dimension(.agent)],
      [.dimension(.userID), .dimension(.model), .time(.day)],
    ] {
      let groups = try test.ledger.groups(of: period, filter: .none, by: keys, calendar: seoul)
      #expect(sum(groups.map(\.totals)) == whole, "seed \(seed), by \(keys.map(\.name))")
      #expect(Set(groups.map(\.key)).count == groups.count)
    }
  }

  @Test func `filters select what grouping shows`() throws {
    let seed: UInt64 = 11
    let test = try Self.filled(seed: seed, records: 200)
    let period = Period(since: Instant(milliseconds: Self.start + 77_777), until: nil)
    for dimension in [Dimension.model, .userID, .agent, .sessionID] {
      let groups = try test.ledger.groups(
        of: period, filter: .none, by: [.dimension(dimension)], calendar: LedgerCalendar(zone: .utc))
      for group in groups {
        let filtered = try test.totals(period, [dimension: group.key[0]])
        #expect(filtered.all == group.totals, "seed \(seed), \(dimension) \(group.key)")
      }
    }
  }

  @Test func `totals equal what the records say`() throws {
    let test = try Self.filled(seed: 3, records: 250)
    try expectConsistent(test.ledger)
  }

  @Test func `sessions are counted where they have a record`() throws {
    let test = try TestLedger()
    for (time, session) in [("10:00", "a"), ("10:30", "b"), ("11:00", "a"), ("11:30", "")] {
      try test.record(.sample(at: "2026-11-21T\(time):00Z").with { $0.sessionID = session })
    }
    func sessions(_ since: String, _ until: String) throws -> Int64 {
      try test.totals(Period(since: Instant(since), until: Instant(until))).sessions
    }
    #expect(try sessions("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z") == 2)
    #expect(try sessions("2026-11-21T10:10:00Z", "2026-11-21T10:50:00Z") == 1)
    #expect(try sessions("2026-11-21T10:40:00Z", "2026-11-21T10:50:00Z") == 0)
    #expect(try sessions("2026-11-21T11:20:00Z", "2026-11-21T12:00:00Z") == 0)
  }

  @Test func `a day lasts as long as the clocks make it`() throws {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    for time in ["2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z", "2026-10-25T22:59:59Z"] {
      try test.record(.sample(at: time))
    }
    let berlin = LedgerCalendar(zone: try Self.zone("Europe/Berlin"))
    let days = try test.ledger.groups(of: .all, filter: .none, by: [.time(.day)], calendar: berlin)
    let counts = Dictionary(uniqueKeysWithValues: days.map { ($0.key[0], $0.totals.requests) })
    // 23 hours in March, 25 in October.
    #expect(counts == ["2026-03-29": 2, "2026-03-30": 1, "2026-10-25": 1])
  }

  @Test func `unpriced calls have no amount and are told apart`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    try test.record(.sample("unknown", input: 7, output: 0))
    try test.record(.sample().with { $0.reportedCost = Money(picodollars: 5) })
    let totals = try test.totals()
    #expect(totals.all.unpricedRequests == 1)
    #expect(totals.byKind[.unpriced]?.tokens.total == 7)
    #expect(totals.byKind[.reported]?.cost == Money(picodollars: 5))
    #expect(totals.byKind[.catalog]?.cost == Money(picodollars: 220))
    #expect(totals.byKind[.fallback] == nil)
    #expect(try test.totals(.all, [.model: "unknown"]).all.isUnpriced)
  }

  // MARK: -

  private static let start = Instant("2026-03-01T00:00:00Z").milliseconds
  private static let length: Int64 = 60 * 86_400_000

  /// A ledger of random calls over sixty days, with ties to quarter hours and midnights among them.
  private static func filled(seed: UInt64, records: Int) throws -> TestLedger {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    var generator = SplitMix64(seed: seed)
    for index in 0..<records {
      var time = start + Int64.random(in: 0..<length, using: &generator)
      if index % 5 == 0 { time -= time % 900_000 }
      if index % 11 == 0 { time -= time % 86_400_000 }
      let facts = CallFacts.sample(
        ["alpha", "beta", "unknown"].randomElement(using: &generator) ?? "alpha",
        input: Int64.random(in: 0...300_000, using: &generator), output: Int64.random(in: 0...900, using: &generator),
        user: ["ada", "bob"].randomElement(using: &generator) ?? "ada"
      ).with {
        $0.timestamp = Instant(milliseconds: time)
        $0.sessionID = ["", "s1", "s2", "s\(index / 20)"].randomElement(using: &generator) ?? ""
        $0.agent = ["", "coder"].randomElement(using: &generator) ?? ""
      }
      let keys = index % 3 == 0 ? ["r\(Int.random(in: 0...index, using: &generator))"] : []
      try test.add(facts, keys: keys)
      if index % 17 == 0 { try test.ledger.commit() }
    }
    try test.ledger.commit()
    return test
  }

  private static func zones() throws -> [Zone] {
    try ["Asia/Seoul", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"].map(zone) + [.utc]
  }

  private static func zone(_ name: String) throws -> Zone {
    try ZoneLibrary(folders: ["/usr/share/zoneinfo"]) { path in TestFile.bytes(path) }.zone(named: name)
  }

  private func sum(_ totals: [Totals]) -> Totals { totals.reduce(into: .zero) { $0 += $1 } }
}
