import Foundation
import Ledger
import SQLite
import TestSupport
import Testing

@testable import Server
@testable import Service

/// Damaged copies of a ledger: looking through the whole ledger tells of every damage that changes an answer.
///
/// `TOKEN_LEDGER_DAMAGED_COPIES=300 swift test --filter DamagedCopyTests` makes that many.
@Suite struct DamagedCopyTests {
  private static let copies =
    ProcessInfo.processInfo.environment["TOKEN_LEDGER_DAMAGED_COPIES"].flatMap { UInt64($0) } ?? 56

  @Test func `a whole copy has nothing wrong and answers the same`() throws {
    let whole = try WholeLedger.shared.get()
    let bench = try WholeLedger.bench(in: try WholeLedger.write(whole.files))
    let report = try Self.verify(bench)
    #expect(report.isGood, "\(report)")
    #expect(report.records > 100 && report.archivedRecords > 50 && report.records + report.archivedRecords == 300)
    #expect(try WholeLedger.answers(of: bench) == whole.answers)
  }

  @Test func `no damaged copy gives a wrong answer without a word, and none is written over`() throws {
    let whole = try WholeLedger.shared.get()
    var told = 0
    var unchanged = 0
    for seed in 1...Self.copies {
      var generator = SplitMix64(seed: seed)
      let damage = Damage.allCases[Int(seed) % Damage.allCases.count]
      let folder = try WholeLedger.write(whole.files)
      let place = try damage.damage(folder, whole.files, &generator)
      let before = try folder.read("ledger.db")
      // Each as a process of its own would.
      let isTold = Self.isTold(folder)
      if isTold { told += 1 } else { unchanged += 1 }
      if !isTold {
        let answers = try WholeLedger.answers(of: WholeLedger.bench(in: folder))
        let isSame = answers == whole.answers
        #expect(isSame, "seed \(seed), \(damage): \(place)")
      } else {
        do { _ = try WholeLedger.answers(of: WholeLedger.bench(in: folder)) } catch {}
      }
      let isUntouched = try folder.read("ledger.db") == before
      #expect(isUntouched, "seed \(seed), \(damage): \(place): the file was written to")
    }
    if Self.copies > 100 { print("\(Self.copies) damaged copies: \(told) told, \(unchanged) answer as before") }
    #expect(told > 0)
  }

  private static func isTold(_ folder: TemporaryFolder) -> Bool {
    do {
      return try !verify(WholeLedger.bench(in: folder)).isGood
    } catch {
      return true
    }
  }

  static func verify(_ bench: Bench) throws -> VerificationReport {
    try bench.service.ledger.verify(ownLimits: bench.service.settings.limits.rules, archive: WholeLedger.archive)
  }
}

/// A way in which files are damaged.
enum Damage: CaseIterable {
  case flippedBit, zeroedPage, truncated, swappedPages, changedDerived, changedRecord, flippedArchive, lostRow

  /// Damages the files in a folder, and says where.
  func damage(
    _ folder: TemporaryFolder, _ files: [String: [UInt8]], _ generator: inout SplitMix64
  ) throws -> String {
    var bytes = files["ledger.db"] ?? []
    let pages = bytes.count / 4_096
    func page() -> Int { Int.random(in: 0..<pages, using: &generator) }
    switch self {
    case .flippedBit:
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      try folder.write(bytes, to: "ledger.db")
      return "byte \(place)"
    case .zeroedPage:
      let number = page()
      bytes.replaceSubrange(number * 4_096..<(number + 1) * 4_096, with: repeatElement(0, count: 4_096))
      try folder.write(bytes, to: "ledger.db")
      return "page \(number + 1)"
    case .truncated:
      let count = Int.random(in: 1..<bytes.count, using: &generator)
      try folder.write(Array(bytes.prefix(count)), to: "ledger.db")
      return "\(count) bytes"
    case .swappedPages:
      let (one, other) = (page() * 4_096, page() * 4_096)
      for index in 0..<4_096 { bytes.swapAt(one + index, other + index) }
      try folder.write(bytes, to: "ledger.db")
      return "pages \(one / 4_096 + 1) and \(other / 4_096 + 1)"
    case .changedDerived:
      return try Self.change(folder, Self.derived, &generator)
    case .changedRecord:
      return try Self.change(folder, ["record": Self.countedColumns], &generator)
    case .flippedArchive:
      let name = files.keys.filter { $0.hasPrefix("archive/") }.sorted().randomElement(using: &generator) ?? ""
      var lines = files[name] ?? []
      // A digit of a count: other texts of a line count nothing.
      let digits = lines.indices.filter { lines[$0] == UInt8(ascii: ":") && (48...56).contains(lines[$0 + 1]) }
      let place = (digits.randomElement(using: &generator) ?? 0) + 1
      lines[place] += 1
      try folder.write(lines, to: name)
      return "\(name), byte \(place)"
    case .lostRow:
      let tables = (Self.derived.keys + ["record", "text", "context", "session"]).sorted()
      let table = tables.randomElement(using: &generator) ?? ""
      try Self.execute(folder, "DELETE FROM \(table) \(Self.oneRow(of: table, &generator))")
      return "a row of \(table)"
    }
  }

  private static let derived: [String: [String]] = {
    let totals = [
      "requests", "input", "output", "cache_read", "cache_write", "cache_write_1h", "reasoning", "dollars",
      "picodollars",
    ]
    return [
      "quarter_total": ["quarter", "context"] + totals, "day_total": ["day", "context"] + totals,
      "session_total": ["session", "context", "first", "last"] + totals,
      "archived_total": ["quarter", "session", "context", "first", "last"] + totals,
      "meter_total": ["slot", "context", "meter", "quantity"],
      "counter": ["scope", "slot", "requests", "tokens", "dollars", "picodollars"],
      "balance_account": ["dollars", "picodollars"],
    ]
  }()

  private static let countedColumns = [
    "timestamp", "context", "session", "input", "output", "cache_read", "cost", "units", "output_audio",
    "adjusted_output",
    "adjusted_cost", "cache_write",
  ]

  private static func change(
    _ folder: TemporaryFolder, _ tables: [String: [String]], _ generator: inout SplitMix64
  ) throws -> String {
    let table = tables.keys.sorted().randomElement(using: &generator) ?? ""
    let column = tables[table]?.randomElement(using: &generator) ?? ""
    let value =
      switch column {
      case "units": #"'{"web_search":7}'"#
      // Within its quarter hour nothing else tells a record's time.
      case "timestamp": "timestamp + 900000"
      default: "coalesce(\(column), 0) + \(Int.random(in: 1...3, using: &generator))"
      }
    let change = "UPDATE OR IGNORE \(table) SET \(column) = \(value) \(oneRow(of: table, &generator))"
    try execute(folder, change)
    return change
  }

  /// A condition that one row meets.
  private static func oneRow(of table: String, _ generator: inout SplitMix64) -> String {
    let keys = [
      "quarter_total": "quarter, context", "day_total": "day, context", "session_total": "session, context",
      "archived_total": "session, context, quarter", "meter_total": "seconds, slot, context, meter",
      "counter": "scope, seconds, slot", "balance_account": "user_id",
    ]
    let key = keys[table] ?? "id"
    let skipped = Int.random(in: 0..<1_000_000, using: &generator)
    return
      "WHERE (\(key)) IN (SELECT \(key) FROM \(table) ORDER BY \(key) LIMIT 1 OFFSET \(skipped) % (SELECT count(*) FROM \(table)))"
  }

  static func execute(_ folder: TemporaryFolder, _ change: String) throws {
    let connection = try Connection(path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.execute("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = DELETE")
    try connection.execute(change)
    try connection.execute("PRAGMA journal_mode = WAL")
  }
}
