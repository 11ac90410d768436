import CivilTime
@testable import Ledger
import SQLite
import Testing
import TestSupport

@Suite struct MigrationTests {
  private static let second = Migration(version: 2, name: "a note") { "CREATE TABLE note (body TEXT) STRICT;" }
  private static let broken = Migration(version: 3, name: "broken") { "CREATE TABLE more (body TEXT); NONSENSE;" }

  @Test func `an older file is copied, then brought to the new format with all it holds`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let folder = LedgerFolder(path: test.folder.path)
    let migrated = try LedgerFile.open(folder, now: test.clock.now, steps: Migration.all + [Self.second])
    #expect(try migrated.firstInteger("PRAGMA user_version") == 2)
    #expect(try migrated.firstInteger("SELECT count(*) FROM record") == 1)
    let copy = "\(folder.backups)/ledger-format-1-\(test.clock.now.seconds).db"
    let backup = try Connection(path: copy, mode: .readOnly, busyTimeoutMilliseconds: 0)
    #expect(try backup.firstInteger("PRAGMA user_version") == 1)
    #expect(try backup.firstInteger("SELECT count(*) FROM record") == 1)
    #expect(try backup.firstInteger("PRAGMA application_id") == LedgerStore.applicationID)
  }

  @Test func `a migration that fails leaves the file as it was`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let folder = LedgerFolder(path: test.folder.path)
    #expect(throws: LedgerError.self) {
      try LedgerFile.open(folder, now: test.clock.now, steps: Migration.all + [Self.second, Self.broken])
    }
    let again = test.another()
    #expect(try again.inspect().format == 1)
    #expect(try again.totals(of: .all, filter: .none).all.requests == 1)
  }

  @Test func `a backup that was restored opens as the ledger`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let folder = LedgerFolder(path: test.folder.path)
    _ = try LedgerFile.open(folder, now: test.clock.now, steps: Migration.all + [Self.second])
    let restored = try TemporaryFolder()
    let copy = try test.folder.read("backups/ledger-format-1-\(test.clock.now.seconds).db")
    try restored.write(copy, to: "ledger.db")
    let ledger = TestLedger.open(restored, test.clock)
    #expect(try ledger.totals(of: .all, filter: .none).all.requests == 1)
  }

  @Test func `the first format is as it was released`() throws {
    let test = try TestLedger()
    try test.ledger.open()
    let connection = try Connection(
      path: test.folder.file("ledger.db"), mode: .readOnly, busyTimeoutMilliseconds: 0)
    let tables = try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
      (row) throws(SQLiteError) in try row.text(0)
    }
    #expect(
      tables == [
        "context", "counter", "day_total", "ledger_time", "quarter_total", "record", "record_key", "session", "session_total",
        "text",
      ])
    #expect(Migration.all.map(\.version) == Array(1...Int64(Migration.all.count)))
  }
}
