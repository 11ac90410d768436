import CivilTime
import Foundation
import JSON
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

/// A file that the program wrote when ledgers had their first format: Tests/Fixtures/ledgers/format-1.db.
@Suite struct FirstFormatTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger
  private let clock = TestClock("2026-11-22T12:00:00Z")

  init() throws {
    folder = try TemporaryFolder()
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/ledgers/format-1.db")
    try folder.write(Array(try Data(contentsOf: fixture)), to: "ledger.db")
    ledger = TestLedger.open(folder, clock)
  }

  @Test func `it opens with every record and total it had`() throws {
    let totals = try ledger.totals(of: .all, filter: .none)
    #expect(try ledger.inspect().format == Int64(Migration.all.count))
    #expect(try ledger.inspect().records == 18)
    #expect(totals.all.requests == 18)
    #expect(totals.sessions == 2)
    #expect(totals.all.tokens.input == 515_421)
    #expect(totals.all.tokens.output == 13_911)
    #expect(totals.all.tokens.cacheRead == 15_400)
    #expect(totals.all.tokens.cacheWrite == 5_300)
    #expect(totals.all.tokens.reasoning == 3_000)
    #expect(totals.all.cost == Money(decimal: "3.122022"))
    #expect(totals.byKind[.reported]?.cost == Money(decimal: "0.25"))
    #expect(totals.byKind[.unpriced]?.tokens.total == 6_100)
    #expect(try ledger.records(of: .all, filter: .none, limit: 100).count == 18)
    try expectConsistent(ledger)
  }

  @Test func `a copy as it was lies in the backups`() throws {
    try ledger.open()
    let copy = "\(ledger.folder.backups)/ledger-format-1-\(clock.now.seconds).db"
    let backup = try Connection(path: copy, mode: .readOnly, busyTimeoutMilliseconds: 0)
    #expect(try backup.firstInteger("PRAGMA user_version") == 1)
    #expect(try backup.firstInteger("SELECT count(*) FROM record") == 18)
    #expect(try backup.firstInteger("SELECT count(*) FROM sqlite_schema WHERE name = 'meter_total'") == 0)
  }

  @Test func `what its records counted is told whole, and in parts that add up to it`() throws {
    let whole = try quantities(of: .all)
    #expect(
      whole == [
        .input: 342_221, .cacheRead: 15_100, .cacheReadAudio: 300, .cacheWrite: 1_800, .cacheWrite1h: 1_000,
        .cacheWrite12h: 2_500, .inputAudio: 2_000, .inputImage: 500, .inputVideo: 150_000, .output: 6_311,
        .outputReasoning: 3_000, .outputAudio: 600, .outputImage: 4_000, .citation: 50, .image: 3, .webSearch: 2,
        .audioSecondIn: 62_500, .characterIn: 1_234, .page: 12, .request: 19,
      ])
    // Within a quarter hour, on its seam, at midnight, and before and after everything.
    for cut in [
      "2026-11-18T02:14:59.999Z", "2026-11-18T02:15:00Z", "2026-11-19T00:00:00Z", "2026-11-19T10:05:30Z",
      "2026-11-20T08:20:00Z", "2026-01-01T00:00:00Z", "2026-11-22T00:00:00Z",
    ].map(Instant.init) {
      let parts = [Period(since: nil, until: cut), Period(since: cut, until: nil)]
      let sum = try parts.map(quantities).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
      #expect(sum == whole, "cut at \(cut)")
    }
  }

  @Test func `its records can be updated`() throws {
    let call = CallFacts.sample("my-own-model", at: "2026-11-20T08:20:00Z", input: 9_000).with {
      $0.usage[.webSearch] = 4
    }
    let recorded = try ledger.record(
      RecordRequest(facts: call, keys: [RecordKey(id: "own-1", source: "tool", part: 0)]), pricing: TestPrice.apply)
    try ledger.commit()
    #expect(!recorded.isNew)
    let quantities = try quantities(of: .all)
    #expect(quantities[.cacheWrite12h] == nil)
    #expect(quantities[.webSearch] == 6)
    try expectConsistent(ledger)
  }

  private func quantities(of period: Period) throws -> [Meter: Int64] {
    var sums: [Meter: Int64] = [:]
    for cell in try ledger.workload(of: period, filter: .none) {
      for entry in cell.usage.entries where entry.meter != .request { sums[entry.meter, default: 0] += entry.quantity }
      sums[.request, default: 0] += cell.usage.quantity(of: .request) ?? cell.totals.requests
    }
    return sums
  }
}
