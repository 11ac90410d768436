import CivilTime
import SQLite
import TestSupport
import Testing

@testable import Ledger

@Suite struct MigrationTests {
  private static let newest = Int64(Migration.all.count)
  private static let next = Migration(version: newest + 1, name: "a note") { "CREATE TABLE note (body TEXT) STRICT;" }
  private static let broken = Migration(version: newest + 2, name: "broken") {
    "CREATE TABLE more (body TEXT); NONSENSE;"
  }

  @Test func `an older file is copied, then brought to the new format with all it holds`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let folder = LedgerFolder(path: test.folder.path)
    let migrated = try LedgerFile.open(folder, now: test.clock.now, steps: Migration.all + [Self.next])
    #expect(try migrated.firstInteger("PRAGMA user_version") == Self.newest + 1)
    #expect(try migrated.firstInteger("SELECT count(*) FROM record") == 1)
    let copy = "\(folder.backups)/ledger-format-\(Self.newest)-\(test.clock.now.seconds).db"
    let backup = try Connection(path: copy, mode: .readOnly, busyTimeoutMilliseconds: 0)
    #expect(try backup.firstInteger("PRAGMA user_version") == Self.newest)
    #expect(try backup.firstInteger("SELECT count(*) FROM record") == 1)
    #expect(try backup.firstInteger("PRAGMA application_id") == LedgerStore.applicationID)
  }

  @Test func `a migration that fails leaves the file as it was`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let folder = LedgerFolder(path: test.folder.path)
    #expect(throws: LedgerError.self) {
      try LedgerFile.open(folder, now: test.clock.now, steps: Migration.all + [Self.next, Self.broken])
    }
    let again = test.another()
    #expect(try again.inspect().format == Self.newest)
    #expect(try again.totals(of: .all, filter: .none).all.requests == 1)
  }

  @Test func `a backup that was restored opens as the ledger`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let folder = LedgerFolder(path: test.folder.path)
    _ = try LedgerFile.open(folder, now: test.clock.now, steps: Migration.all + [Self.next])
    let restored = try TemporaryFolder()
    let copy = try test.folder.read("backups/ledger-format-\(Self.newest)-\(test.clock.now.seconds).db")
    try restored.write(copy, to: "ledger.db")
    let ledger = TestLedger.open(restored, test.clock)
    #expect(try ledger.totals(of: .all, filter: .none).all.requests == 1)
  }

  @Test func `the first format is as it was released`() throws {
    let folder = try TemporaryFolder()
    let connection = try LedgerFile.open(
      LedgerFolder(path: folder.path), now: Instant(seconds: 0), steps: [.first])
    let tables = try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
      (row) throws(SQLiteError) in try row.text(0)
    }
    #expect(
      tables == [
        "context", "counter", "day_total", "ledger_time", "quarter_total", "record", "record_key", "session",
        "session_total",
        "text",
      ])
    withExtendedLifetime(folder) {}
  }

  @Test func `steps are numbered from 1 and released ones are as they were`() {
    #expect(Migration.all.map(\.version) == Array(1...Self.newest))
    // FNV-1a over the SQL: a released step that is edited would leave two kinds of files with one number.
    let released: [UInt64] = [
      9_883_313_343_424_734_317, 4_902_847_253_194_081_986, 15_813_666_224_224_993_563, 7_265_862_977_473_543_446,
      623_359_963_281_536_718, 1_978_863_058_945_550_302, 18_003_145_816_329_831_976,
      1_961_821_602_953_731_304, 14_044_006_078_317_258_534, 11_346_355_378_210_443_278, 4_243_644_449_116_428_040,
      11_391_961_924_479_051_745, 17_011_602_568_956_294_468, 4_924_569_081_777_265_094, 7_115_305_534_001_142_067,
      12_738_757_349_785_845_283, 18_343_429_172_965_742_302,
    ]
    #expect(released.count == Migration.all.count)
    for (step, digest) in zip(Migration.all, released) {
      let found = step.script.utf8.reduce(14_695_981_039_346_656_037 as UInt64) {
        ($0 ^ UInt64($1)) &* 1_099_511_628_211
      }
      #expect(found == digest, "step \(step.version)")
    }
  }
}
