import Foundation
import TestSupport
import Testing

@testable import SQLite

@Suite struct DatabaseFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func open(_ name: String, _ mode: OpenMode = .readWriteCreate) throws -> Connection {
    try Connection(path: folder.file(name), mode: mode, busyTimeoutMilliseconds: 0)
  }

  @Test func `a new database and its log are their owner's alone`() throws {
    let connection = try open("a.db")
    try connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER) STRICT")
    for name in ["a.db", "a.db-wal", "a.db-shm"] { #expect(try folder.permissions(of: name) == 0o600) }
  }

  @Test(arguments: [OpenMode.readWrite, .readOnly])
  func `a missing file is not created unless asked for`(_ mode: OpenMode) throws {
    let error = #expect(throws: SQLiteError.self) { try open("none.db", mode) }
    #expect(error?.code == .cantOpen)
    #expect(error?.systemError == ENOENT)
    #expect(error?.path == folder.file("none.db"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("none.db")))
  }

  @Test func `a missing folder is reported with the system's reason`() {
    let error = #expect(throws: SQLiteError.self) { try open("none/a.db") }
    #expect(error?.code == .cantOpen)
    #expect(error?.systemError == ENOENT)
  }

  @Test func `a file that is no database is named as such`() throws {
    try Data("This is not a ledger, but it is long enough to have a header. ".utf8)
      .write(to: URL(fileURLWithPath: folder.file("a.txt")))
    let connection = try open("a.txt")
    let error = #expect(throws: SQLiteError.self) { try connection.execute("SELECT * FROM sqlite_schema") }
    #expect(error?.code == .notADatabase)
    #expect(error?.path == folder.file("a.txt"))
  }

  @Test func `a reading connection cannot write`() throws {
    try open("a.db").execute("CREATE TABLE t (a INTEGER) STRICT")
    let reader = try open("a.db", .readOnly)
    let error = #expect(throws: SQLiteError.self) { try reader.run("INSERT INTO t VALUES (1)") }
    #expect(error?.code.primary == .readOnly)
  }

  @Test func `a full database is named as such and loses nothing`() throws {
    let connection = try open("a.db")
    try connection.execute("CREATE TABLE t (a BLOB) STRICT; INSERT INTO t VALUES (x'01')")
    _ = try connection.firstInteger("PRAGMA max_page_count = 4")
    let error = #expect(throws: SQLiteError.self) {
      try connection.run("INSERT INTO t VALUES (?)", .blob([UInt8](repeating: 7, count: 100_000)))
    }
    #expect(error?.code == .full)
    #expect(try connection.firstInteger("SELECT count(*) FROM t") == 1)
  }

  @Test func `a double-quoted word is never a string`() throws {
    let connection = try open("a.db")
    #expect(throws: SQLiteError.self) { try connection.run("SELECT \"word\"") }
    #expect(throws: SQLiteError.self) { try connection.execute("CREATE TABLE t (a CHECK (a <> \"word\"))") }
  }

  @Test func `foreign keys hold`() throws {
    let connection = try open("a.db")
    #expect(try connection.firstInteger("PRAGMA foreign_keys") == 1)
    #expect(try connection.firstInteger("PRAGMA trusted_schema") == 0)
  }

  @Test func `a checkpoint tells what it moved`() throws {
    let connection = try open("a.db")
    #expect(try connection.checkpoint(.passive).logPages == -1)
    try connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER) STRICT")
    let passive = try connection.checkpoint(.passive)
    #expect(passive.logPages > 0 && passive.movedPages == passive.logPages)
  }

  @Test func `a full checkpoint says busy while someone reads`() throws {
    let connection = try open("a.db")
    try connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER) STRICT")
    let reader = try open("a.db", .readWrite)
    try reader.execute("BEGIN; SELECT * FROM t")
    try connection.run("INSERT INTO t VALUES (1)")
    let error = #expect(throws: SQLiteError.self) { try connection.checkpoint(.full) }
    #expect(error?.code.primary == .busy)
  }

  @Test(arguments: [false, true])
  func `closing moves the log unless told to keep it`(_ isKept: Bool) throws {
    do {
      let connection = try open("a.db")
      if isKept { try connection.keepLogOnClose() }
      try connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER) STRICT")
    }
    #expect(FileManager.default.fileExists(atPath: folder.file("a.db-wal")) == isKept)
    #expect(try open("a.db").firstInteger("SELECT count(*) FROM t") == 0)
  }

  @Test func `a copy is whole, private, and never overwrites`() throws {
    let connection = try open("a.db")
    try connection.execute("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (42)")
    try connection.vacuumInto(path: folder.file("copy.db"))
    #expect(try folder.permissions(of: "copy.db") == 0o600)
    #expect(try open("copy.db", .readOnly).firstInteger("SELECT a FROM t") == 42)
    #expect(throws: SQLiteError.self) { try connection.vacuumInto(path: folder.file("copy.db")) }
  }
}
