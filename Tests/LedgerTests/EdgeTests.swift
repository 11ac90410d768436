import CivilTime
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

/// Corners where a total could go wrong or the process could stop.
@Suite struct EdgeTests {
  private static let utc = LedgerCalendar(zone: .utc)

  @Test(
    arguments: [
      ("2027-01-01T00:00:00Z", nil), (nil, "2020-01-01T00:00:00Z"),
      ("2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z"), ("2026-11-22T00:00:00Z", "2026-11-20T00:00:00Z"),
    ] as [(String?, String?)])
  func `a trend of a period without time in it has no points`(since: String?, until: String?) throws {
    let test = try TestLedger()
    try test.record(.sample())
    let period = Period(since: since.map { Instant($0) }, until: until.map { Instant($0) })
    #expect(try test.ledger.trend(of: period, filter: .none, unit: .day, calendar: Self.utc).isEmpty)
    #expect(try test.totals(period).all == .zero)
  }

  @Test func `texts that only look the same stay apart, whoever met them first`() throws {
    let test = try TestLedger()
    let other = test.another()
    for text in ["caf\u{E9}", "cafe\u{301}", "CAF\u{C9}"] {
      try test.record(.sample().with { $0.agent = text })
      _ = try other.record(
        RecordRequest(facts: .sample().with { $0.agent = text }, keys: []), pricing: TestPrice.apply)
      try other.commit()
    }
    for ledger in [test.ledger, other, test.another()] {
      let groups = try ledger.groups(of: .all, filter: .none, by: [.dimension(.agent)], calendar: Self.utc)
      #expect(groups.map(\.totals.requests) == [2, 2, 2])
      let names = try ledger.names(of: .agent, beginningWith: "caf", limit: 9)
      #expect(Set(names.map { Array($0.utf8) }).count == 3)
    }
  }

  @Test func `texts that only look the same stay apart within a batch`() throws {
    let test = try TestLedger()
    for change: (inout CallFacts) -> Void in [
      { $0.agent = "caf\u{E9}" }, { $0.agent = "cafe\u{301}" }, { $0.agent = "caf\u{E9}" },
    ] {
      try test.add(.sample().with(change))
    }
    try test.ledger.commit()
    let groups = try test.ledger.groups(of: .all, filter: .none, by: [.dimension(.agent)], calendar: Self.utc)
    #expect(Set(groups.map(\.totals.requests)) == [1, 2])
  }

  @Test func `a question sees one state of the ledger, whatever is written meanwhile`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let other = test.another()
    let counts = try test.ledger.reading { (store) throws(SQLiteError) in
      let before = try store.connection.firstInteger("SELECT count(*) FROM record")
      do {
        _ = try other.record(RecordRequest(facts: .sample(), keys: []), pricing: TestPrice.apply)
        try other.commit()
      } catch { Issue.record(error) }
      return [before, try store.connection.firstInteger("SELECT count(*) FROM record")]
    }
    #expect(counts == [1, 1])
    #expect(try test.totals().all.requests == 2)
  }

  @Test func `an update is an entry too, so a clock set back after it frees nothing`() throws {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    try test.record(.sample(), keys: ["r"])
    test.clock.advance(seconds: 3_600)
    try test.record(.sample(output: 20), keys: ["r"])
    test.clock.now = Instant("2026-11-21T12:05:00Z")
    #expect(try test.ledger.ledgerTime() == Instant("2026-11-21T13:00:00Z"))
    #expect(try test.another().ledgerTime() == Instant("2026-11-21T13:00:00Z"))
  }

  @Test func `a record that dissolves takes no time with it`() throws {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    try test.record(.sample(), keys: ["a"])
    test.clock.advance(seconds: 3_600)
    try test.record(.sample(), keys: ["b"])
    test.clock.now = Instant("2026-11-21T12:05:00Z")
    try test.record(.sample(), keys: ["a", "b"])
    #expect(try test.ledger.ledgerTime() == Instant("2026-11-21T13:00:00Z"))
  }

  @Test func `an update of an old call leaves no short slot behind`() throws {
    let test = try TestLedger(at: "2026-11-21T12:00:00Z")
    try test.record(.sample(at: "2026-11-21T12:00:00Z"), keys: ["r"])
    test.clock.advance(seconds: 20_000)
    try test.record(.sample())
    try test.record(.sample(at: "2026-11-21T11:00:00Z", output: 90), keys: ["r"])
    let connection = try Connection(
      path: test.folder.file("ledger.db"), mode: .readOnly, busyTimeoutMilliseconds: 0)
    #expect(try connection.firstInteger("SELECT count(*) FROM counter WHERE seconds IN (1, 60)") == 0)
    #expect(try connection.firstInteger("SELECT count(*) FROM counter WHERE requests < 0 OR tokens < 0") == 0)
  }

  @Test func `a week begins on its day also after one whose first day was skipped`() throws {
    let library = ZoneLibrary(folders: ["/usr/share/zoneinfo"]) { TestFile.bytes($0) }
    // Samoa had no Friday, 30 December 2011.
    let calendar = LedgerCalendar(zone: try library.zone(named: "Pacific/Apia"), weekStart: 5)
    let start = calendar.start(of: .week, containing: Instant("2012-01-02T00:00:00Z"))
    #expect(start == Instant("2011-12-30T10:00:00Z"))
    #expect(
      calendar.next(.week, after: start) == calendar.zone.start(of: try #require(CivilDate("2012-01-06"))))
  }

  @Test func `hours of a ledger that begins long ago are grouped at once`() throws {
    let test = try TestLedger()
    try test.record(.sample(at: "2010-01-01T00:00:00Z"))
    try test.record(.sample())
    let groups = try test.ledger.groups(of: .all, filter: .none, by: [.time(.hour)], calendar: Self.utc)
    #expect(Set(groups.map(\.key)) == [["2010-01-01T00:00:00Z"], ["2026-11-21T11:00:00Z"]])
    #expect(try test.totals(Period(since: Instant("2010-01-01T00:00:01Z"), until: nil)).all.requests == 1)
  }

  @Test func `a copy before a migration never meets another one's name`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let folder = LedgerFolder(path: test.folder.path)
    let broken = Migration(version: Int64(Migration.all.count) + 1, name: "broken") { "NONSENSE;" }
    for _ in 0..<3 {
      #expect {
        try LedgerFile.open(folder, now: test.clock.now, steps: Migration.all + [broken])
      } throws: { error in
        if case LedgerError.store = error { true } else { false }
      }
    }
  }

  @Test(arguments: [-1, 100_000_000_001, .max] as [Int64])
  func `a quantity whose sums could leave 64 bits is refused`(quantity: Int64) throws {
    let test = try TestLedger()
    #expect(throws: LedgerError.quantityOutOfRange(.input, quantity)) {
      try test.record(.sample().with { $0.usage[.input] = quantity })
    }
    for model in ["alpha", "beta"] {
      try test.record(.sample(model).with { $0.usage[.input] = Ledger.largestQuantity })
    }
    #expect(try test.totals().all.tokens.input == 2 * Ledger.largestQuantity)
  }
}
