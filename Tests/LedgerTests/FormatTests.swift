import CivilTime
import Foundation
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

/// Files that the program wrote in earlier formats: Tests/Fixtures/ledgers.
@Suite struct FormatTests {
  private static let clock = TestClock("2026-11-22T12:00:00Z")
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/ledgers")

  @Test(arguments: 1..<Migration.all.count)
  func `a file of every earlier format opens to the same totals`(format: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(try Data(contentsOf: Self.fixtures.appendingPathComponent("format-1.db"))), to: "ledger.db")
    let earlier = try LedgerFile.open(
      LedgerFolder(path: folder.path), now: Self.clock.now, steps: Array(Migration.all.prefix(format)))
    #expect(try earlier.firstInteger("PRAGMA user_version") == Int64(format))
    let ledger = TestLedger.open(folder, Self.clock)
    let totals = try ledger.totals(of: .all, filter: .none)
    #expect(try ledger.inspect().format == Int64(Migration.all.count))
    #expect(totals.all.requests == 18 && totals.sessions == 2)
    #expect(totals.all.tokens.input == 515_421 && totals.all.tokens.output == 13_911)
    #expect(totals.all.cost == Money(decimal: "3.122022"))
    try expectConsistent(ledger)
  }

  @Test func `a file of the thirteenth format opens with what its corrections count`() throws {
    let (ledger, folder) = try Self.thirteenth()
    let totals = try ledger.totals(of: .all, filter: .none)
    #expect(totals.all.requests == 11 && totals.sessions == 2 && totals.all.unpricedRequests == 1)
    #expect(totals.all.tokens.input == 63_501 && totals.all.tokens.output == 6_650)
    #expect(totals.all.tokens.cacheRead == 1_400 && totals.all.tokens.cacheWrite == 700)
    #expect(totals.all.tokens.cacheWrite1h == 200 && totals.all.tokens.reasoning == 0)
    #expect(
      totals.byKind.mapValues(\.cost) == [
        .catalog: Money(decimal: "1.587587317891"), .reported: Money(picodollars: 1_000_000_000_000), .unpriced: .zero,
      ])
    let session = try ledger.totals(of: .all, filter: UsageFilter(texts: [.sessionID: "s"])).all
    #expect(session.requests == 4 && session.tokens.input == 19_000 && session.tokens.output == 1_900)
    #expect(session.cost == Money(decimal: "1.505734567891"))
    // Begins and ends within quarter hours, so that its records are summed.
    let period = Period(since: Instant("2026-11-18T10:08:00Z"), until: Instant("2026-11-20T08:00:01Z"))
    let part = try ledger.totals(of: period, filter: .none).all
    #expect(part.requests == 7 && part.tokens.input == 32_001 && part.tokens.output == 3_550)
    #expect(part.cost == Money(decimal: "0.288087317891"))
    #expect(try ledger.balance(ofUser: "ada")?.remaining == Money(decimal: "7.412412682109"))
    try expectConsistent(ledger)
    withExtendedLifetime(folder) {}
  }

  @Test func `its records hold what they would hold if they were written again`() throws {
    let (ledger, folder) = try Self.thirteenth()
    let before = try ledger.totals(of: .all, filter: .none)
    let records = try ledger.records(of: .all, filter: .none, limit: 100)
    #expect(records.filter { !$0.adjusted.isEmpty }.count == 8)
    for record in records {
      try ledger.writing { store throws(SQLiteError) in try store.replace(record, by: record) }
    }
    try ledger.commit()
    #expect(try ledger.records(of: .all, filter: .none, limit: 100) == records)
    #expect(try ledger.totals(of: .all, filter: .none) == before)
    #expect(try ledger.adjustments(of: records).map(\.count).sorted() == [0, 1, 1, 1, 1, 1, 1, 1, 3])
    try expectConsistent(ledger)
    withExtendedLifetime(folder) {}
  }

  private static func thirteenth() throws -> (Ledger, TemporaryFolder) {
    let folder = try TemporaryFolder()
    let connection = try Connection(
      path: LedgerFolder(path: folder.path).database, mode: .readWriteCreate, busyTimeoutMilliseconds: 0)
    try connection.execute(try String(contentsOf: fixtures.appendingPathComponent("format-13.sql"), encoding: .utf8))
    #expect(try connection.firstInteger("PRAGMA user_version") == 13)
    #expect(try connection.firstInteger("SELECT count(*) FROM correction") == 7)
    return (TestLedger.open(folder, clock), folder)
  }
}
