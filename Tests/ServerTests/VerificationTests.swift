import CivilTime
import Foundation
import Ledger
import SQLite
import TestSupport
import Testing

@testable import Server
@testable import Service

/// Looking through a whole ledger, and making it anew what follows from records.
@Suite struct VerificationTests {
  @Test(arguments: [
    (
      "UPDATE day_total SET input = input + 5 WHERE day = (SELECT max(day) FROM day_total)",
      "totals of a day (table day_total: day 2026-11-21, user ada, provider ", ": input is "
    ),
    (
      "UPDATE quarter_total SET dollars = dollars + 7",
      "totals of a quarter hour (table quarter_total: quarter hour 2026-",
      ": cost is $7"
    ),
    (
      "DELETE FROM session_total WHERE session = 1", "totals of a session (table session_total: session s",
      "missing; recomputed first"
    ),
    (
      "UPDATE meter_total SET quantity = quantity + 1", "(table meter_total: slot 900 s from 2026-08-01T10:00:00Z",
      "meter web_search"
    ),
    (
      "UPDATE counter SET tokens = 1 WHERE scope = 0 AND seconds = 0",
      "(table counter: scope everything, slot all time)", "tokens is 1, recomputed 1,"
    ),
    (
      "UPDATE counter SET requests = 9 WHERE scope > 0 AND seconds = 86400",
      "(table counter: scope agent=coder, slot day 2026-", "requests is 9, recomputed"
    ),
    ("UPDATE counter SET requests = 77 WHERE seconds < 0", "slot before the reset of 2026-11-21T", "requests is 77"),
    ("DELETE FROM counter_scope WHERE dimension = 4", "what limits count (table counter_scope", "table"),
    (
      "UPDATE archived_total SET output = output + 1", "totals of archived records (table archived_total: user bob",
      "output is "
    ),
    ("DELETE FROM archived_record WHERE id = 1", "(table archived_total): requests is 96, recomputed 95", "table"),
    (
      "UPDATE balance_account SET dollars = 400",
      "a user's balance (table balance_account: user ada): remaining is $400", "recomputed $9"
    ),
    (
      "UPDATE balance_entry SET dollars = dollars - 1 WHERE day IS NOT NULL",
      "(table balance_entry: user ada): usage is $",
      "recomputed $"
    ),
    (
      "UPDATE record SET adjusted_output = 5 WHERE adjusted_output IS NOT NULL", "a record (table record: id ",
      "adjusted_output is 5, recomputed 7"
    ),
    ("UPDATE record SET input = input + 1 WHERE id = (SELECT max(id) FROM record)", "input is ", ", recomputed "),
    (
      "UPDATE record_key SET record = 100000 WHERE record = (SELECT max(id) FROM record)",
      "the name of a call (table record_key", "table"
    ),
    (
      "UPDATE ledger_time SET newest_update = 0; UPDATE record SET recorded_at = recorded_at + 60000 WHERE id = 200",
      "the ledger's time (table ledger_time)", "recomputed 2026-11-21T12:01:00Z"
    ),
    ("UPDATE context SET cost_kind = 3 WHERE id = 1", "a record (table record: row ", "cost does not fit"),
  ])
  func `what differs is named with its place, what it is and what it should be`(
    _ change: String, _ place: String, _ values: String
  ) throws {
    let bench = try Self.changed(change)
    let findings = VerificationSentences.findings(try DamagedCopyTests.verify(bench))
    #expect(findings.contains { $0.contains(place) && $0.contains(values) }, "\(findings.joined(separator: "\n"))")
  }

  @Test(arguments: [
    ("missing", "the archive's file records-2026-09.jsonl is missing", "archived records can be found in no file"),
    ("cut", "records-2026-09.jsonl has 1,000 bytes in the place of", "can be found in no file"),
    ("spoilt", "line 1 of the archive's file records-2026-09.jsonl is no record", "1 archived record can be found"),
    ("changed", "totals of archived records (table archived_total: ", "input is "),
  ])
  func `the archive's files are read and held against what the ledger kept of them`(
    _ damage: String, _ finding: String, _ other: String
  ) throws {
    var files = try WholeLedger.shared.get().files
    let name = "archive/records-2026-09.jsonl"
    var bytes = try #require(files[name])
    switch damage {
    case "missing": files[name] = nil
    case "cut": files[name] = Array(bytes.prefix(1_000))
    case "spoilt":
      bytes[0] = UInt8(ascii: "x")
      files[name] = bytes
    default:
      let text = String(decoding: bytes, as: UTF8.self)
      files[name] = Array(
        text.replacing(/"meters":\{"input":\d/, with: "\"meters\":{\"input\":9", maxReplacements: 3).utf8)
    }
    let bench = try WholeLedger.bench(in: try WholeLedger.write(files))
    let findings = VerificationSentences.findings(try DamagedCopyTests.verify(bench)).joined(separator: "\n")
    #expect(findings.contains(finding) && findings.contains(other), "\(findings)")
  }

  @Test func `lines of another ledger in the archive are no trouble`() throws {
    var files = try WholeLedger.shared.get().files
    let name = "archive/records-2026-09.jsonl"
    let line = try #require(files[name]?.split(separator: 0x0A).first)
    let other = String(decoding: line, as: UTF8.self).replacing(/"id":"[0-9a-f]{4}/, with: "\"id\":\"0000")
    files[name]?.append(contentsOf: Array((other + "\n").utf8))
    files["archive/records-2026-09.other.jsonl"] = Array((other + "\n").utf8)
    let report = try DamagedCopyTests.verify(WholeLedger.bench(in: try WholeLedger.write(files)))
    #expect(report.isGood, "\(report)")
  }

  @Test func `a repair makes all totals anew, answers as before, and keeps the files as they were`() throws {
    let whole = try WholeLedger.shared.get()
    let bench = try Self.changed(
      """
      DELETE FROM day_total; UPDATE quarter_total SET input = 1; DELETE FROM session_total WHERE session > 2;
      UPDATE meter_total SET quantity = 7; DELETE FROM counter; DELETE FROM counter_scope WHERE dimension = 4;
      UPDATE archived_total SET requests = 3; UPDATE balance_account SET dollars = 1; UPDATE record SET adjusted_output = NULL;
      UPDATE balance_entry SET dollars = -3 WHERE day IS NOT NULL; DROP INDEX record_by_time;
      CREATE INDEX record_by_time ON record (timestamp)
      """)
    let before = try bench.folder.read("ledger.db")
    #expect(try !DamagedCopyTests.verify(bench).isGood)
    let report = try bench.service.ledger.repair(
      ownLimits: bench.service.settings.limits.rules, archive: WholeLedger.archive)
    #expect(report.isDone && report.after.isGood, "\(report)")
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: report.copies + "/ledger.db"))) == before)
    #expect(try WholeLedger.answers(of: WholeLedger.bench(in: bench.folder)) == whole.answers)
    #expect(try DamagedCopyTests.verify(bench).isGood)
  }

  @Test func `a structure that cannot be mended is told, and the file stays as it is`() throws {
    let folder = try WholeLedger.write(try WholeLedger.shared.get().files)
    let page = try #require(try Self.page(of: "record", in: folder))
    var bytes = try folder.read("ledger.db")
    bytes.replaceSubrange((page - 1) * 4_096..<page * 4_096, with: repeatElement(0, count: 4_096))
    try folder.write(bytes, to: "ledger.db")
    let bench = try WholeLedger.bench(in: folder)
    #expect(
      VerificationSentences.findings(try DamagedCopyTests.verify(bench))[0].hasPrefix("the file's structure is damaged")
    )
    #expect(throws: LedgerError.self) { try bench.service.ledger.repair(archive: WholeLedger.archive) }
    #expect(try folder.read("ledger.db") == bytes)
    let copies = try FileManager.default.contentsOfDirectory(atPath: folder.file("backups"))
    #expect(copies.count == 1)
  }

  @Test func `a sample looks at the newest totals`() throws {
    let whole = try Self.changed("UPDATE limit_rule SET amount = amount")
    #expect(try whole.service.ledger.sampleTotals(places: 64) == [])
    for change in [
      "UPDATE day_total SET output = output + 1", "UPDATE quarter_total SET requests = 2",
      "UPDATE session_total SET cache_read = cache_read + 1", "UPDATE counter SET tokens = 5 WHERE seconds = 900",
    ] {
      let changed = try Self.changed(change)
      #expect(try changed.service.ledger.sampleTotals(places: 1) != [], "\(change)")
    }
  }

  private static func changed(_ change: String) throws -> Bench {
    let folder = try WholeLedger.write(try WholeLedger.shared.get().files)
    try Damage.execute(folder, change)
    return try WholeLedger.bench(in: folder)
  }

  /// A page that holds rows of a table.
  private static func page(of table: String, in folder: TemporaryFolder) throws -> Int? {
    try Connection(path: folder.file("ledger.db"), mode: .readOnly, busyTimeoutMilliseconds: 0)
      .firstInteger("SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'").map(Int.init)
  }
}
