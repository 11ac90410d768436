import CivilTime
import Foundation
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

@Suite struct ArchiveTests {
  private static let calendar = LedgerCalendar(zone: .utc, weekStart: 1)

  /// A line of the archive that tells which record it is.
  static func line(_ record: StoredRecord, _ keys: [RecordKey], _ adjustments: [Adjustment]) -> [UInt8] {
    Array("\(record.id) \(keys.map(\.id).joined(separator: ","))\n".utf8)
  }

  /// Moves everything of before `end`; returns how many records moved.
  @discardableResult
  static func archiveAll(_ ledger: Ledger, before end: Instant) throws -> Int {
    var moved = 0
    while true {
      let chunk = try ledger.archive(before: end, line: line)
      guard chunk.records > 0 else { return moved }
      moved += chunk.records
    }
  }

  static func lines(_ folder: TemporaryFolder) throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("archive")).sorted()
    return try names.flatMap { name in
      String(decoding: try folder.read("archive/" + name), as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  /// Calls of two months by two users in four sessions or none, some of them reported twice.
  static func fill(_ test: TestLedger, _ generator: inout SplitMix64, calls: Int) throws {
    for number in 0..<calls {
      let time = Instant("2026-07-20T00:00:00Z").adding(
        milliseconds: Int64.random(in: 0..<4_000_000_000, using: &generator))
      var facts = CallFacts.sample(
        ["alpha", "beta", "unknown"].randomElement(using: &generator) ?? "", at: time.rfc3339(in: .utc),
        input: Int64.random(in: 1...5_000, using: &generator), user: Bool.random(using: &generator) ? "ada" : "bob")
      let session = Int.random(in: 0...4, using: &generator)
      if session > 0 { facts.sessionID = "session \(session)" }
      facts.agent = Bool.random(using: &generator) ? "coder" : ""
      try test.add(facts, keys: Bool.random(using: &generator) ? ["key \(number)", "key \(number / 2 + 1_000)"] : [])
    }
    try test.ledger.commit()
  }

  /// What a ledger says to many questions about whole quarter hours.
  private static func answers(_ ledger: Ledger) throws -> [String] {
    var answers: [String] = []
    let periods = [
      Period.all,
      Period(since: Instant("2026-08-01T00:00:00Z"), until: Instant("2026-09-01T00:00:00Z")),
      Period(since: Instant("2026-07-25T13:15:00Z"), until: Instant("2026-08-20T06:45:00Z")),
      Period(since: Instant("2026-08-10T00:00:00Z"), until: Instant("2026-08-10T00:15:00Z")),
    ]
    let filters = [
      UsageFilter.none, UsageFilter(texts: [.userID: "ada"]), UsageFilter(texts: [.sessionID: "session 2"]),
      UsageFilter(texts: [.sessionID: ""]), UsageFilter(texts: [.sessionID: "session 3", .agent: "coder"]),
    ]
    let keys: [[GroupKey]] = [
      [.dimension(.model)], [.dimension(.sessionID)], [.dimension(.sessionID), .time(.day)],
      [.time(.hour)], [.dimension(.userID), .dimension(.sessionID)],
    ]
    for (index, (period, filter)) in periods.flatMap({ period in filters.map { (period, $0) } }).enumerated() {
      answers.append("\(index): \(try text(of: ledger.totals(of: period, filter: filter)))")
      for keys in keys {
        let groups = try ledger.groups(of: period, filter: filter, by: keys, calendar: calendar)
        answers.append(
          "\(index) by \(keys): " + groups.map { "\($0.key) \($0.totals)" }.sorted().joined(separator: "\n"))
      }
      let span = (period.since ?? Instant("2026-07-01T00:00:00Z"))..<(period.until ?? Instant("2026-10-01T00:00:00Z"))
      answers.append("\(try ledger.quarters(of: span, filter: filter).map { "\($0)" }.sorted())")
      answers.append("\(try ledger.trend(of: period, filter: filter, unit: .day, calendar: calendar))")
    }
    return answers
  }

  private static func text(of totals: UsageTotals) -> String {
    let kinds = totals.byKind.map { "\($0.key.name) \($0.value)" }.sorted()
    return "\(totals.all) \(kinds) \(totals.sessions)"
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `no answer about quarter hours changes when records are archived`(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let test = try TestLedger()
    try Self.fill(test, &generator, calls: 400)
    let before = try Self.answers(test.ledger)
    let count = try test.ledger.records(of: .all, filter: .none, limit: 1_000).count
    let end = Instant("2026-08-15T10:00:00Z")
    let moved = try Self.archiveAll(test.ledger, before: end)
    try #require(moved > 100)
    let left = try test.ledger.records(of: .all, filter: .none, limit: 1_000)
    #expect(left.count == count - moved && left.allSatisfy { $0.facts.timestamp >= end }, "seed \(seed)")
    for (old, new) in zip(before, try Self.answers(test.ledger)) { #expect(old == new, "seed \(seed)") }
    try expectConsistent(test.ledger)
    #expect(try Self.lines(test.folder).count == moved && Set(try Self.lines(test.folder)).count == moved)
    #expect(try test.folder.names().contains("archive"))
    let names = try FileManager.default.contentsOfDirectory(atPath: test.folder.file("archive")).sorted()
    #expect(names == ["records-2026-07.jsonl", "records-2026-08.jsonl"])
    // And once more with later records in the same quarter hours, some of them of the same sessions.
    try Self.fill(test, &generator, calls: 200)
    let again = try Self.answers(test.ledger)
    try Self.archiveAll(test.ledger, before: Instant("2026-09-30T00:00:00Z"))
    #expect(try test.ledger.records(of: .all, filter: .none, limit: 1).isEmpty)
    for (old, new) in zip(again, try Self.answers(test.ledger)) { #expect(old == new, "seed \(seed)") }
    try expectConsistent(test.ledger)
  }

  @Test func `a repeated report of an archived call counts nothing, whatever it says`() throws {
    let test = try TestLedger()
    let session = { (facts: inout CallFacts) in facts.sessionID = "s" }
    let first = try test.record(.sample(at: "2026-08-01T10:03:00Z").with(session), keys: ["a"])
    try test.record(.sample(at: "2026-11-20T10:03:00Z").with(session), keys: ["z"])
    try Self.archiveAll(test.ledger, before: Instant("2026-09-01T00:00:00Z"))
    let before = try test.totals()
    for (facts, keys) in [
      (CallFacts.sample(at: "2026-08-01T10:03:00Z"), ["a"]),
      (CallFacts.sample("beta", at: "2026-11-20T10:00:00Z", input: 9_000), ["b", "a"]), (CallFacts.sample(), ["b"]),
    ] {
      let call = try test.another().record(
        RecordRequest(facts: facts, keys: keys.map { RecordKey(id: $0, source: "tool", part: 0) }),
        pricing: TestPrice.apply)
      #expect(!call.isNew && call.isArchived && call.record.id == first.record.id)
      let repeated = try test.record(facts, keys: keys)
      #expect(!repeated.isNew && repeated.isArchived && repeated.record.id == first.record.id)
    }
    #expect(try test.totals() == before)
    try expectConsistent(test.ledger)
  }

  @Test func `a record that turns out to be an archived call is counted once`() throws {
    let test = try TestLedger()
    try test.record(.sample(at: "2026-08-01T10:03:00Z"), keys: ["a"])
    try test.record(.sample(at: "2026-11-01T10:03:00Z", input: 7), keys: ["b"])
    try Self.archiveAll(test.ledger, before: Instant("2026-09-01T00:00:00Z"))
    #expect(try test.record(.sample(input: 8), keys: ["a", "b"]).isArchived)
    #expect(try test.totals().all.requests == 1 && test.totals().all.tokens.input == 100)
    #expect(try test.record(.sample(input: 8), keys: ["b"]).isArchived)
    try expectConsistent(test.ledger)
  }

  @Test func `a session whose first call is archived keeps its beginning when a later one is moved`() throws {
    let test = try TestLedger()
    let session = { (facts: inout CallFacts) in facts.sessionID = "s" }
    try test.record(.sample(at: "2026-08-01T10:03:00Z").with(session))
    try test.record(.sample(at: "2026-11-20T10:03:00Z").with(session), keys: ["late"])
    try Self.archiveAll(test.ledger, before: Instant("2026-09-01T00:00:00Z"))
    // An earlier time is taken over: the record leaves its place in the session.
    try test.record(.sample(at: "2026-11-19T10:03:00Z").with(session), keys: ["late"])
    try expectConsistent(test.ledger)
    let august = Period(since: Instant("2026-08-01T00:00:00Z"), until: Instant("2026-09-01T00:00:00Z"))
    #expect(try test.totals(august).sessions == 1 && test.totals(august, [.sessionID: "s"]).all.requests == 1)
  }

  @Test func `an end within a quarter hour of archived records is refused, others are exact`() throws {
    let test = try TestLedger()
    try test.record(.sample(at: "2026-08-01T10:03:00Z"))
    try test.record(.sample(at: "2026-08-01T10:20:00Z"))
    try test.record(.sample(at: "2026-11-20T10:20:00Z"))
    try Self.archiveAll(test.ledger, before: Instant("2026-08-01T10:15:00Z"))
    let odd = Instant("2026-08-01T10:07:00Z")
    for period in [Period(since: odd, until: nil), Period(since: nil, until: odd)] {
      let refusal = LedgerError.archivedEnd(milliseconds: odd.milliseconds)
      #expect(throws: refusal) { try test.ledger.totals(of: period, filter: .none) }
      #expect(throws: refusal) {
        try test.ledger.groups(of: period, filter: .none, by: [.time(.day)], calendar: Self.calendar)
      }
      #expect(throws: refusal) {
        try test.ledger.trend(of: period, filter: .none, unit: .hour, calendar: Self.calendar)
      }
      #expect(throws: refusal) { try test.ledger.workload(of: period, filter: .none) }
      // Nothing of Bob's is archived.
      #expect(try test.ledger.totals(of: period, filter: UsageFilter(texts: [.userID: "bob"])).all == .zero)
    }
    #expect(try test.totals(Period(since: Instant("2026-08-01T10:16:00Z"), until: nil)).all.requests == 2)
    #expect(throws: LedgerError.archivedSession) {
      try test.ledger.workload(of: .all, filter: UsageFilter(texts: [.sessionID: ""]))
    }
  }

  @Test func `a commit that fails leaves every record where it was`() throws {
    let test = try TestLedger()
    try test.record(.sample(at: "2026-08-01T10:03:00Z"), keys: ["a"])
    let connection = try Connection(path: test.ledger.folder.database, mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.execute(
      "CREATE TRIGGER no BEFORE DELETE ON record BEGIN SELECT raise(ABORT, 'no'); END")
    #expect(throws: LedgerError.self) { try Self.archiveAll(test.ledger, before: Instant("2026-09-01T00:00:00Z")) }
    try connection.execute("DROP TRIGGER no")
    #expect(try FileManager.default.contentsOfDirectory(atPath: test.folder.file("archive")) == [])
    #expect(try test.record(.sample(at: "2026-08-01T10:03:00Z"), keys: ["a"]).isArchived == false)
    #expect(try Self.archiveAll(test.ledger, before: Instant("2026-09-01T00:00:00Z")) == 1)
    #expect(try Self.lines(test.folder).count == 1)
    try expectConsistent(test.ledger)
  }

  @Test func `records of the last day stay, and the ledger's time does not fall back`() throws {
    let test = try TestLedger()
    try test.record(.sample(at: "2026-08-01T10:03:00Z"))
    let time = try test.ledger.ledgerTime()
    try test.record(.sample(at: "2026-11-20T12:00:00Z"))
    #expect(try Self.archiveAll(test.ledger, before: Instant("2027-01-01T00:00:00Z")) == 1)
    test.clock.now = Instant("2026-11-01T00:00:00Z")
    #expect(try test.another().ledgerTime() == time)
  }

  @Test func `a limit set later counts sessions whose calls are archived`() throws {
    let test = try TestLedger()
    let session = { (facts: inout CallFacts) in facts.sessionID = "s" }
    try test.record(.sample(at: "2026-08-01T10:03:00Z").with(session))
    try test.record(.sample(at: "2026-11-20T10:03:00Z").with(session))
    try Self.archiveAll(test.ledger, before: Instant("2026-09-01T00:00:00Z"))
    let rule = LimitRule(id: "calls", scope: .each(.session), metric: .requests, window: .total, limit: 5)
    try test.ledger.setLimit(rule)
    try test.ledger.commit()
    let connection = try Connection(path: test.ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 0)
    #expect(try connection.firstInteger("SELECT requests FROM counter WHERE scope > 0 AND seconds = 0") == 2)
  }

  @Test func `two processes that archive at once move each record once, while a third records`() throws {
    let test = try TestLedger()
    for number in 0..<450 { try test.add(.sample(at: "2026-08-01T10:03:00Z"), keys: ["call \(number)"]) }
    try test.ledger.commit()
    let (first, second) = (test.another(), test.another())
    let end = Instant("2026-09-01T00:00:00Z")
    var moved = 0
    for round in 0..<3 {
      moved += try first.archive(before: end, line: Self.line).records
      try test.record(.sample(at: "2026-08-01T10:04:00Z"), keys: ["late \(round)"])
      moved += try second.archive(before: end, line: Self.line).records
    }
    moved += try Self.archiveAll(first, before: end)
    #expect(moved == 453)
    #expect(try Set(Self.lines(test.folder)).count == 453 && test.totals().all.requests == 453)
    try expectConsistent(first)
  }

  @Test func `a month that is compressed goes on in a new part, and a half-done compression is done again`() throws {
    let test = try TestLedger()
    let end = Instant("2026-09-01T00:00:00Z")
    try test.record(.sample(at: "2026-08-01T10:03:00Z"))
    try Self.archiveAll(test.ledger, before: end)
    #expect(try test.ledger.filesToCompress(endedBy: Instant("2026-08-31T23:59:00Z")).isEmpty)
    let file = try #require(try test.ledger.filesToCompress(endedBy: end).first)
    // Another process adds a record while this one compresses.
    try test.record(.sample(at: "2026-08-02T10:03:00Z"))
    try Self.archiveAll(test.another(), before: end)
    #expect(try test.ledger.closeCompressed(file) == false && FileManager.default.fileExists(atPath: file.path))
    let whole = try #require(try test.ledger.filesToCompress(endedBy: end).first)
    try test.folder.write("packed", to: "archive/\(whole.name).gz")
    #expect(try test.ledger.closeCompressed(whole) && !FileManager.default.fileExists(atPath: whole.path))
    // As a kill between the commit and the removal leaves it.
    try test.folder.write("unpacked", to: "archive/\(whole.name)")
    try test.ledger.removeCompressedTwins { _ in false }
    #expect(FileManager.default.fileExists(atPath: whole.path))
    try test.ledger.removeCompressedTwins { $0.path == whole.path }
    #expect(!FileManager.default.fileExists(atPath: whole.path))
    try test.record(.sample(at: "2026-08-03T10:03:00Z"))
    try Self.archiveAll(test.ledger, before: end)
    let names = try FileManager.default.contentsOfDirectory(atPath: test.folder.file("archive")).sorted()
    #expect(names == ["records-2026-08.2.jsonl", "records-2026-08.jsonl.gz"])
  }
}
