import CivilTime
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

@Suite struct ClockRepairTests {
  private static let calendar = LedgerCalendar(zone: .utc)
  private static let rules = [
    LimitRule(scope: .all, metric: .tokens, window: .total, limit: 10_000, action: .block, origin: .command),
    LimitRule(scope: .all, metric: .tokens, window: .minute, limit: 10_000, action: .block, origin: .command),
    LimitRule(scope: .each(.user), metric: .tokens, window: .hour, limit: 10_000, action: .block, origin: .command),
    LimitRule(scope: .each(.user), metric: .tokens, window: .day, limit: 10_000, action: .block, origin: .command),
  ]
  private static let ahead = "2031-05-05T05:05:05Z"
  private static let right = "2026-11-21T13:00:00Z"

  @Test func `without a repair the ledger stays ahead, with one it goes on from the clock`() throws {
    let test = try Self.poisoned()
    #expect(try test.ledger.ledgerTime() > Instant(Self.ahead))
    let found = try test.ledger.repairClock(by: "ada", reason: "battery")
    try test.ledger.commit()
    let repair = try #require(found)
    #expect(repair.enteredAt == Instant(Self.right) && repair.before > Instant(Self.ahead))
    #expect(repair.enteredAhead == 3 && repair.datedAhead == 3)
    #expect(try test.ledger.clockRepairs() == [repair])
    #expect(try test.another().ledgerTime() <= Instant(Self.right).adding(milliseconds: 1))
    test.clock.advance(seconds: 10)
    #expect(try test.ledger.ledgerTime() == test.clock.now)
    #expect(try test.ledger.repairClock(by: "ada", reason: "again") == nil)
    try test.ledger.commit()
    #expect(try test.ledger.clockRepairs().count == 1)
  }

  @Test func `records of a time that has not come are dated at the repair, and every sum follows`() throws {
    let test = try Self.poisoned()
    _ = try test.ledger.repairClock(by: "ada", reason: "")
    try test.ledger.commit()
    let today = Period(since: Instant("2026-11-21T00:00:00Z"), until: Instant("2026-11-22T00:00:00Z"))
    #expect(try test.totals(today).all.requests == 4)
    #expect(try test.totals().all.requests == 4)
    let kept = try test.ledger.readingRow { store throws(SQLiteError) in
      try store.connection.firstInteger(
        "SELECT count(*) FROM clock_repaired_record WHERE timestamp >= ?", .integer(Instant(Self.ahead).milliseconds))
    }
    #expect(kept == 3)
    try expectConsistent(test.ledger)
  }

  @Test func `windows and limits that began again ahead count from the repair on`() throws {
    let test = try Self.poisoned()
    // While the ledger is ahead, what is recorded now lies before the reset and counts nothing.
    try test.record(.sample(at: "2026-11-21T12:59:30Z"))
    #expect(try Self.used(test)[0] == 110)
    _ = try test.ledger.repairClock(by: "ada", reason: "")
    try test.ledger.commit()
    // The reset is of the repair's moment, and so are the records that were dated ahead.
    #expect(try Self.used(test) == [330, 440, 550, 550])
    test.clock.advance(seconds: 1)
    try test.record(.sample(at: "2026-11-21T13:00:01Z"))
    #expect(try Self.used(test) == [440, 550, 660, 660])
    test.clock.advance(seconds: 61)
    #expect(try Self.used(test) == [440, 0, 660, 660])
    try expectConsistent(test.ledger)
  }

  @Test func `an account that was opened ahead has drawn the same, and draws what comes`() throws {
    let test = try Self.poisoned()
    let before = try #require(try test.ledger.balance(ofUser: "ada")).remaining
    _ = try test.ledger.repairClock(by: "ada", reason: "")
    try test.ledger.commit()
    #expect(try test.ledger.balance(ofUser: "ada")?.remaining == before)
    test.clock.advance(seconds: 1)
    try test.record(.sample(at: "2026-11-21T13:00:01Z"))
    #expect(try test.ledger.balance(ofUser: "ada")?.remaining == before - Money(picodollars: 220))
    // Taken back and written again, each record finds what it had drawn.
    try test.record(.sample(at: Self.right, output: 20), keys: ["first"])
    try test.record(.sample(at: Self.right, output: 20), keys: ["second"])
    #expect(try test.ledger.balance(ofUser: "ada")?.remaining == before - Money(picodollars: 240))
    try expectConsistent(test.ledger)
  }

  @Test func `a reservation made ahead holds nothing for years`() throws {
    let test = try Self.poisoned()
    #expect(try test.ledger.reserved().count == 1)
    _ = try test.ledger.repairClock(by: "ada", reason: "")
    try test.ledger.commit()
    #expect(try test.ledger.reserved().isEmpty)
  }

  @Test(arguments: ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "2009-12-31T23:59:59.999Z"])
  func `a time that nobody has set is refused`(_ time: String) throws {
    let test = try TestLedger()
    #expect(throws: LedgerError.timestampUnset(milliseconds: Instant(time).milliseconds)) {
      try test.record(.sample(at: time))
    }
    #expect(!test.ledger.hasWritten)
    try test.record(.sample(at: "2010-01-01T00:00:00Z"))
  }

  /// A ledger with one good record, and three of a clock that was years ahead: one before an account was opened, two
  /// after; a total limit that began again between the last two, and a reservation. The clock is right again.
  private static func poisoned() throws -> TestLedger {
    let test = try TestLedger(at: "2026-11-21T12:30:00Z")
    for rule in rules { try test.ledger.setLimit(rule) }
    try test.record(.sample(at: "2026-11-21T12:30:00Z"))
    test.clock.now = Instant(ahead)
    try test.record(.sample(at: ahead), keys: ["first"])
    test.clock.advance(seconds: 1)
    try test.ledger.addToBalance(ofUser: "ada", Money(dollars: 1, picodollars: 0))
    try test.ledger.commit()
    test.clock.advance(seconds: 1)
    try test.record(.sample(at: "2031-05-05T05:05:07Z"), keys: ["second"])
    try test.ledger.resetLimit(rules[0], for: nil)
    var subject = LimitSubject()
    subject[.user] = "ada"
    _ = try test.ledger.reserve(Holding(subject: subject, tokens: 5, cost: nil), forSeconds: 600)
    try test.ledger.commit()
    test.clock.advance(seconds: 1)
    try test.record(.sample(at: "2031-05-05T05:05:08Z"), keys: ["third"])
    test.clock.now = Instant(right)
    return test
  }

  /// What each limit has used, in order.
  private static func used(_ test: TestLedger) throws -> [Int128] {
    var subject = LimitSubject()
    subject[.user] = "ada"
    return try test.ledger.states(of: [], for: subject, calendar: calendar).map(\.used)
  }
}
