import CivilTime
import Foundation
import SQLite
import TestSupport
import Testing

@testable import Ledger

@Suite struct OpeningTests {
  @Test func `a new ledger is private to its owner`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    for name in try test.folder.names() {
      let attributes = try FileManager.default.attributesOfItem(atPath: test.folder.file(name))
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  @Test func `the data folder and those above it are made`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a/b/c")
    let ledger = Ledger(folder: LedgerFolder(path: path), world: try world())
    try ledger.open()
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
  }

  @Test func `every connection waits until the disk has what is written`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    for ledger in [test.ledger, test.another()] {
      let settings = ["synchronous": 2, "fullfsync": 1, "checkpoint_fullfsync": 1] as [String: Int64]
      for (name, value) in settings {
        let found = try ledger.readingRow { store throws(SQLiteError) in
          try store.connection.firstInteger("PRAGMA \(name)")
        }
        #expect(found == value, "\(name)")
      }
    }
  }

  @Test func `a file in the place of the folder is named in the error`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "file")
    let ledger = Ledger(folder: LedgerFolder(path: path), world: try world())
    #expect(throws: LedgerError.folderUnusable(path: path, errno: ENOTDIR)) { try ledger.open() }
  }

  @Test func `a file that is no database is refused and left as it was`() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "This is not a database. ", count: 100)
    try folder.write(text, to: "ledger.db")
    let ledger = Ledger(folder: LedgerFolder(path: folder.path), world: try world())
    #expect(throws: LedgerError.notALedger(path: folder.file("ledger.db"))) { try ledger.open() }
    #expect(try folder.read("ledger.db") == Array(text.utf8))
  }

  @Test func `a database of another program is refused`() throws {
    let folder = try TemporaryFolder()
    let foreign = try Connection(
      path: folder.file("ledger.db"), mode: .readWriteCreate, busyTimeoutMilliseconds: 0)
    try foreign.execute("CREATE TABLE notes (body TEXT)")
    let ledger = Ledger(folder: LedgerFolder(path: folder.path), world: try world())
    #expect(throws: LedgerError.notALedger(path: folder.file("ledger.db"))) { try ledger.open() }
  }

  @Test func `a newer format is refused with both numbers`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let connection = try Connection(
      path: test.folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.execute("PRAGMA user_version = 99")
    #expect(
      throws: LedgerError.newerSchema(path: test.folder.file("ledger.db"), found: 99, known: Int64(Migration.all.count))
    ) {
      try test.another().open()
    }
  }

  @Test func `a writer that waits too long says whose lock it was`() throws {
    let test = try TestLedger()
    try test.ledger.open()
    let other = test.another()
    try other.open()
    _ = try other.record(RecordRequest(facts: .sample(), keys: []), pricing: TestPrice.apply)
    #expect(throws: LedgerError.self) { try test.add(.sample()) }
    #expect(throws: LedgerError.self) { try test.ledger.commit() }
    try other.commit()
    try test.record(.sample())
    #expect(try test.totals().all.requests == 2)
  }

  @Test func `whoever only asks waits for no writer, not even to open the file`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    try test.add(.sample())
    let waitedBefore = test.clock.monotonic()
    #expect(try test.another().totals(of: .all, filter: UsageFilter(texts: [:])).all.requests == 1)
    #expect(test.clock.monotonic() == waitedBefore)
    try test.ledger.commit()
  }

  @Test func `a batch that fails once fails as a whole, and the next one works`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    try test.add(.sample())
    let blocker = try Connection(
      path: test.folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 0)
    #expect(throws: SQLiteError.self) { try blocker.execute("BEGIN IMMEDIATE") }
    test.ledger.rollBack()
    try blocker.execute("BEGIN IMMEDIATE; DROP TABLE counter; COMMIT")
    #expect(throws: LedgerError.self) {
      try test.add(.sample())
      try test.ledger.commit()
    }
    #expect(!test.ledger.hasWritten)
    let records = try blocker.firstInteger("SELECT count(*) FROM record")
    #expect(records == 1)
  }

  @Test func `the same question finds what another process has just written`() throws {
    let test = try TestLedger()
    try test.ledger.open()
    let before = try test.ledger.changeCount()
    let other = test.another()
    _ = try other.record(RecordRequest(facts: .sample(), keys: []), pricing: TestPrice.apply)
    try other.commit()
    #expect(try test.ledger.changeCount() != before)
    #expect(try test.totals().all.requests == 1)
  }

  private func world() throws -> LedgerWorld {
    let clock = TestClock("2026-11-21T12:00:00Z")
    return LedgerWorld(
      now: { clock.now }, monotonicMilliseconds: { clock.monotonic() },
      randomBytes: { [UInt8](repeating: 7, count: $0) }, sleepMilliseconds: { clock.sleep($0) })
  }
}
