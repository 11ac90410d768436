import CivilTime
import Foundation
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

@Suite struct LedgerSettingTests {
  @Test func `the first process writes what it has, and later ones follow it`() throws {
    let test = try TestLedger()
    let (first, second) = (test.another(), test.another())
    first.offeredSettings = Self.offer([.timezone: "Asia/Seoul", .weekStart: "1"], by: "ada")
    second.offeredSettings = Self.offer([.timezone: "UTC", .weekStart: "7", .fallbackModel: "gpt-4o"], by: "bob")
    #expect(try first.settings()[.timezone] == "Asia/Seoul")
    let seen = try second.settings()
    #expect(seen[.timezone] == "Asia/Seoul" && seen[.weekStart] == "1")
    #expect(seen.entry(.timezone)?.origin == .firstUse && seen.entry(.timezone)?.setBy == "ada")
    // What the first had nothing to say about is taken from the second, and the first follows.
    #expect(try first.settings()[.fallbackModel] == "gpt-4o")
    #expect(try first.settings()[.prices] == nil)
  }

  @Test func `config.json goes before what the file holds, whenever it is opened`() throws {
    let test = try TestLedger()
    test.ledger.offeredSettings = Self.offer([.timezone: "Asia/Seoul"])
    #expect(try test.ledger.settings()[.timezone] == "Asia/Seoul")
    let other = test.another()
    other.offeredSettings = Self.offer([.timezone: "UTC"])
    other.offeredSettings.configured = [.timezone: "Europe/Berlin"]
    #expect(try other.settings().entry(.timezone)?.origin == .config)
    #expect(try test.ledger.settings()[.timezone] == "Europe/Berlin")
    // Said again it is no news, and takes no lock.
    let generation = try Self.generation(test)
    let third = test.another()
    third.offeredSettings = other.offeredSettings
    #expect(try third.settings()[.timezone] == "Europe/Berlin")
    #expect(try Self.generation(test) == generation)
  }

  @Test func `a change holds in every process at once, and what was before stays in the file`() throws {
    let test = try TestLedger()
    let other = test.another()
    other.offeredSettings = Self.offer([.timezone: "UTC"])
    #expect(try other.settings()[.timezone] == "UTC")
    try test.ledger.set(.timezone, to: "Asia/Seoul", by: "ada")
    #expect(try test.ledger.settings()[.timezone] == "Asia/Seoul")
    #expect(try other.settings()[.timezone] == "UTC")
    try test.ledger.commit()
    #expect(try other.settings()[.timezone] == "Asia/Seoul")
    try test.ledger.set(.timezone, to: "Europe/Berlin", by: "ada")
    test.ledger.rollBack()
    #expect(try test.ledger.settings()[.timezone] == "Asia/Seoul")
    let rows = try test.ledger.readingRow { store throws(SQLiteError) in
      try store.connection.all("SELECT value FROM setting WHERE name = 'timezone' ORDER BY id") {
        row throws(SQLiteError) in try row.text(0)
      }
    }
    #expect(rows == ["UTC", "Asia/Seoul"])
  }

  @Test(arguments: [([], "gpt-4.1"), ([91, 92], "azure/gpt-4o"), ([92, 91], "openai/gpt-4.1-mini"), ([1], "gpt-4.1")])
  func `a ledger of before takes the fallback model over from its records`(_ rows: [Int], _ name: String) throws {
    let folder = try TemporaryFolder()
    let clock = TestClock("2026-11-22T12:00:00Z")
    let place = LedgerFolder(path: folder.path)
    let old = try LedgerFile.open(place, now: clock.now, steps: Array(Migration.all.prefix(11)))
    try old.execute(
      """
      INSERT INTO text (id, value) VALUES (90, 'gpt-4o'), (94, 'gpt-4.1'), (91, 'openai/gpt-4.1-mini 2025-04-14'),
        (92, 'azure/gpt-4o'), (93, 'openai/gpt-4o 2024-05-13 standard');
      INSERT INTO context (user_id, project_id, agent, mode, operation, source, machine, provider, model, priced_as,
        service_tier, region, cost_kind, band)
      VALUES (1, 1, 1, 1, 1, 1, 1, 1, 90, 90, 1, 1, 0, 0), (1, 1, 1, 1, 1, 1, 1, 1, 1, 94, 1, 1, 2, 0);
      """)
    // The last record took a price of its own, not the fallback's.
    for (number, row) in (rows + [93]).enumerated() {
      try old.execute(Self.record(number, context: row == 93 ? 1 : 2, priceRow: row))
    }
    let held = try TestLedger.open(folder, clock).settings()
    #expect(held[.fallbackModel] == name && held.entry(.fallbackModel)?.origin == .records)
    #expect(held[.timezone] == nil)
  }

  @Test func `there are no settings before there is a file`() throws {
    let test = try TestLedger()
    test.ledger.offeredSettings = Self.offer([.timezone: "Asia/Seoul"])
    #expect(try test.ledger.settingsIfMade() == nil)
    #expect(!FileManager.default.fileExists(atPath: test.folder.file("ledger.db")))
    try test.ledger.open()
    #expect(try test.ledger.settingsIfMade()?[.timezone] == "Asia/Seoul")
  }

  private static func record(_ number: Int, context: Int, priceRow: Int) -> String {
    let counts = [
      "status", "input", "cache_read", "cache_write", "cache_write_1h", "cache_write_12h", "input_audio",
      "cache_read_audio", "cache_write_audio", "input_image", "cache_read_image", "input_video", "output",
      "output_reasoning", "output_audio", "output_image", "output_video", "citation",
    ]
    return """
      INSERT INTO record (public_id, timestamp, recorded_at, context, price_row, \(counts.joined(separator: ", ")))
      VALUES (x'0\(number)', 0, 0, \(context), \(priceRow), \(counts.map { _ in "0" }.joined(separator: ", ")));
      """
  }

  private static func offer(_ first: [LedgerSetting: String], by user: String = "ada") -> OfferedSettings {
    var offer = OfferedSettings()
    offer.user = user
    offer.first = { first }
    return offer
  }

  private static func generation(_ test: TestLedger) throws -> Int64? {
    try test.ledger.readingRow { store throws(SQLiteError) in
      try store.connection.firstInteger("SELECT generation FROM limit_book")
    }
  }
}
