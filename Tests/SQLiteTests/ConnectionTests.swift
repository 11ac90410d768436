import Foundation
import TestSupport
import Testing

@testable import SQLite

@Suite struct ConnectionTests {
  let folder: TemporaryFolder
  let connection: Connection

  init() throws {
    folder = try TemporaryFolder()
    connection = try Connection(
      path: folder.file("a.db"), mode: .readWriteCreate, busyTimeoutMilliseconds: 0)
    try connection.execute(
      """
      PRAGMA journal_mode = WAL;
      CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes BLOB,
        small INTEGER CHECK (small < 10)) STRICT;
      CREATE TABLE part (item INTEGER NOT NULL REFERENCES item (id)) STRICT;
      """)
  }

  @Test(arguments: [
    SQLValue.null, .integer(.min), .integer(.max), .integer(0),
  ])
  func `an integer or null comes back as it was bound`(_ value: SQLValue) throws {
    let found = try connection.first("SELECT ?", value) { (row) throws(SQLiteError) in
      SQLValue(try row.optionalInteger(0))
    }
    #expect(found == value)
  }

  @Test(arguments: ["", "a", "한국어 🙂", "with\0zero", "e\u{301}", String(repeating: "x", count: 100_000)])
  func `text comes back as it was bound`(_ text: String) throws {
    let found = try connection.first("SELECT ?", .text(text)) { (row) throws(SQLiteError) in try row.text(0) }
    #expect(found.map { Array($0.utf8) } == Array(text.utf8))
    #expect(
      try connection.first("SELECT ?", .text(text)) { (row) throws(SQLiteError) in try row.optionalText(0) }
        == text)
  }

  @Test(arguments: [[], [0], [UInt8](0...255)] as [[UInt8]])
  func `bytes come back as they were bound`(_ bytes: [UInt8]) throws {
    #expect(
      try connection.first("SELECT ?", .blob(bytes)) { (row) throws(SQLiteError) in try row.blob(0) } == bytes
    )
    #expect(
      try connection.first("SELECT ?", SQLValue(bytes)) { (row) throws(SQLiteError) in try row.optionalBlob(0)
      } == bytes)
  }

  @Test func `null is told from every value`() throws {
    try connection.run("INSERT INTO item (name, bytes) VALUES (?, ?)", nil, SQLValue(nil as [UInt8]?))
    try connection.forEach("SELECT name, bytes, small FROM item") { (row) throws(SQLiteError) in
      #expect(row.count == 3)
      #expect(row.isNull(0) && row.isNull(1) && row.isNull(2))
      #expect(try row.optionalText(0) == nil)
      #expect(try row.optionalBlob(1) == nil)
      #expect(try row.optionalInteger(2) == nil)
    }
  }

  @Test func `rows come in order and a query without rows gives none`() throws {
    for name in ["b", "a", "c"] { try connection.run("INSERT INTO item (name) VALUES (?)", .text(name)) }
    #expect(
      try connection.all("SELECT name FROM item ORDER BY name") { (row) throws(SQLiteError) in try row.text(0)
      } == ["a", "b", "c"])
    #expect(
      try connection.first("SELECT name FROM item WHERE id = ?", 99) { (row) throws(SQLiteError) in
        try row.text(0)
      } == nil)
  }

  @Test func `a column of another type is an error that names it`() throws {
    let error = #expect(throws: SQLiteError.self) {
      try connection.firstInteger("SELECT 'x' AS label")
    }
    #expect(error?.code == .mismatch)
    #expect(error?.message == "column label is TEXT, not INTEGER")
    #expect(error?.sql == "SELECT 'x' AS label")
    #expect(
      throws: SQLiteError(
        code: .range, message: "column 1 of 1", sql: "SELECT 1", path: connection.path)
    ) { try connection.first("SELECT 1") { (row) throws(SQLiteError) in try row.integer(1) } }
  }

  @Test func `values and parameters must match in number`() {
    let error = #expect(throws: SQLiteError.self) { try connection.run("SELECT ?, ?", 1) }
    #expect(error?.code == .range)
    #expect(error?.message == "1 values for 2 parameters")
  }

  @Test(arguments: [
    ("INSERT INTO item (name) VALUES ('one')", SQLiteCode.constraintUnique),
    ("INSERT INTO item (id) VALUES (1)", .constraintPrimaryKey),
    ("INSERT INTO item (small) VALUES (10)", .constraintCheck),
    ("INSERT INTO item (small) VALUES ('text')", .constraintDataType),
    ("INSERT INTO part VALUES (7)", .constraintForeignKey),
    ("INSERT INTO part VALUES (NULL)", .constraintNotNull),
    ("SELECT \"no such column\"", .error),
    ("SELEKT 1", .error),
    ("SELECT 1; SELECT 2", .misuse),
    ("", .misuse),
  ])
  func `a failure carries its extended code and its statement`(_ sql: String, _ code: SQLiteCode) throws {
    try connection.run("INSERT INTO item (id, name) VALUES (1, 'one')")
    let error = #expect(throws: SQLiteError.self) { try connection.run(sql) }
    #expect(error?.code == code)
    #expect(error?.sql == sql)
    #expect(error?.path == connection.path)
    // And the connection goes on working.
    #expect(try connection.firstInteger("SELECT count(*) FROM item") == 1)
  }

  @Test func `bound values never appear in an error`() throws {
    try connection.run("INSERT INTO item (name) VALUES (?)", "a-secret")
    let error = #expect(throws: SQLiteError.self) {
      try connection.run("INSERT INTO item (name) VALUES (?)", "a-secret")
    }
    #expect(error.map { "\($0)".contains("a-secret") } == false)
  }

  @Test func `a primary code matches its details`() {
    #expect(SQLiteCode.constraint ~= SQLiteCode.constraintUnique)
    #expect(!(SQLiteCode.constraintUnique ~= SQLiteCode.constraint))
    #expect(!(SQLiteCode.busy ~= SQLiteCode.full))
    #expect(SQLiteCode.busySnapshot.primary == .busy)
  }

  @Test func `a statement that fails can be run again`() throws {
    let sql = "INSERT INTO item (id, name) VALUES (?, ?)"
    try connection.run(sql, 1, "a")
    #expect(throws: SQLiteError.self) { try connection.run(sql, 1, "b") }
    try connection.run(sql, 2, "b")
    #expect(connection.changes == 1)
    #expect(connection.lastInsertRowID == 2)
  }

  @Test func `an insertion that returns its row is committed although only one row is read`() throws {
    let id = try connection.first("INSERT INTO item (name) VALUES ('a'), ('b') RETURNING id") {
      (row) throws(SQLiteError) in
      try row.integer(0)
    }
    #expect(id == 1)
    #expect(!connection.isInTransaction)
    let other = try Connection(path: connection.path, mode: .readOnly, busyTimeoutMilliseconds: 0)
    #expect(try other.firstInteger("SELECT count(*) FROM item") == 2)
  }

  @Test func `an error of the row closure ends the query and leaves it usable`() throws {
    let sql = "SELECT 1 UNION ALL SELECT 'two'"
    #expect(throws: SQLiteError.self) {
      try connection.all(sql) { (row) throws(SQLiteError) in try row.integer(0) }
    }
    #expect(try connection.firstInteger(sql) == 1)
  }

  @Test func `different statements may be nested`() throws {
    var pairs: [Int64] = []
    try connection.forEach("SELECT 1 UNION SELECT 2") { (outer) throws(SQLiteError) in
      let number = try outer.integer(0)
      pairs.append(try connection.firstInteger("SELECT ? * 10", .integer(number)) ?? -1)
    }
    #expect(pairs == [10, 20])
  }

  @Test func `a transaction is seen as one until it ends`() throws {
    try connection.execute("BEGIN IMMEDIATE")
    #expect(connection.isInTransaction)
    try connection.run("INSERT INTO item (name) VALUES ('a')")
    try connection.execute("ROLLBACK")
    #expect(!connection.isInTransaction)
    #expect(try connection.firstInteger("SELECT count(*) FROM item") == 0)
  }

  @Test func `a second writer is told that the file is busy`() throws {
    let other = try Connection(path: connection.path, mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.execute("BEGIN IMMEDIATE")
    let error = #expect(throws: SQLiteError.self) { try other.execute("BEGIN IMMEDIATE") }
    #expect(error?.code.primary == .busy)
    try connection.execute("COMMIT")
    try other.execute("BEGIN IMMEDIATE; COMMIT")
  }

  @Test func `whoever is told to stop waits no longer for another's lock`() throws {
    var looks = 0
    let other = try Connection(path: connection.path, mode: .readWrite, busyTimeoutMilliseconds: 60_000) {
      looks += 1
      return looks == 4
    }
    try connection.execute("BEGIN IMMEDIATE")
    let error = #expect(throws: SQLiteError.self) { try other.execute("BEGIN IMMEDIATE") }
    #expect(error?.code.primary == .busy && looks == 4)
    try connection.execute("COMMIT")
    try other.execute("BEGIN IMMEDIATE; COMMIT")
  }

  @Test func `the data version changes when another connection writes`() throws {
    let other = try Connection(path: connection.path, mode: .readWrite, busyTimeoutMilliseconds: 0)
    let before = try connection.dataVersion
    try connection.run("INSERT INTO item (name) VALUES ('own')")
    #expect(try connection.dataVersion == before)
    try other.run("INSERT INTO item (name) VALUES ('other')")
    #expect(try connection.dataVersion != before)
  }

  @Test func `the schema may change under a kept statement`() throws {
    let sql = "SELECT count(*) FROM item"
    _ = try connection.firstInteger(sql)
    let other = try Connection(path: connection.path, mode: .readWrite, busyTimeoutMilliseconds: 0)
    try other.execute("ALTER TABLE item ADD COLUMN more TEXT; INSERT INTO item (more) VALUES ('x')")
    #expect(try connection.firstInteger(sql) == 1)
  }

  @Test func `the library tells its version`() {
    #expect(Connection.libraryVersion.split(separator: ".").first == "3")
  }
}
