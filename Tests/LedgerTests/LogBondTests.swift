import Foundation
import SQLite
import TestSupport
import Testing

@testable import Ledger

/// A ledger.db and the log beside it: their own are joined as ever, others never.
@Suite struct LogBondTests {
  /// The files as a kill would leave them now, in a folder of their own.
  private static func killed(_ test: TestLedger) throws -> TemporaryFolder { try copied(test.folder) }

  private static func copied(_ former: TemporaryFolder) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["ledger.db", "ledger.db-wal"] where try former.names().contains(name) {
      try folder.write(former.read(name), to: name)
    }
    return folder
  }

  private static func requests(_ folder: TemporaryFolder) throws -> Int64 {
    try TestLedger.open(folder, TestClock("2026-11-22T12:00:00Z")).totals(of: .all, filter: .none).all.requests
  }

  /// Enters calls of new sessions, which make the log grow, as a server does.
  private static func fill(_ test: TestLedger, _ calls: Int, _ betweenCommits: () throws -> Void = {}) throws {
    for call in 0..<calls { try test.add(.sample().with { $0.sessionID = "\(call) \(calls)" }) }
    try test.ledger.commit()
    try betweenCommits()
    test.ledger.bondLog()
  }

  private static func copies(_ test: TestLedger, in folder: TemporaryFolder) throws -> [[UInt8]] {
    let connection = try Connection(path: test.ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 0)
    try connection.vacuumInto(path: folder.file("vacuumed"))
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    shell.arguments = ["sqlite3", test.ledger.folder.database, ".backup '\(folder.file("backup"))'"]
    try shell.run()
    shell.waitUntilExit()
    let names = try folder.names().filter { ["vacuumed", "backup"].contains($0) }
    let copies = try names.map { try folder.read($0) }
    for name in names { try FileManager.default.removeItem(atPath: folder.file(name)) }
    return copies
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `a kill at any moment leaves a file and a log that belong together`(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let test = try TestLedger()
    var calls: Int64 = 0
    for _ in 0..<12 {
      // Some batches fill the log more than once, some barely touch it.
      let count = [1, 2, 30, 400].randomElement(using: &generator) ?? 1
      calls += Int64(count)
      try Self.fill(test, count) { () throws in
        let entered = try Self.requests(Self.killed(test))
        #expect(entered == calls, "seed \(seed)")
      }
      #expect(try Self.requests(Self.killed(test)) == calls, "seed \(seed)")
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `a file and a log belong together whoever writes, bonds them, closes or is killed`(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let test = try TestLedger()
    try Self.fill(test, 1)
    var calls: Int64 = 1
    // Two others, of which now and then one ends, and a kill of all now and then.
    var folder = test.folder
    var others: [Ledger?] = [nil, nil]
    for step in 0..<30 {
      let index = Int.random(in: 0..<2, using: &generator)
      let ledger = others[index] ?? TestLedger.open(folder, test.clock)
      others[index] = ledger
      let count = [1, 2, 3_000, 3_000].randomElement(using: &generator) ?? 1
      for call in 0..<count {
        let facts = CallFacts.sample().with { $0.sessionID = "\(step) \(call)" }
        _ = try ledger.record(RecordRequest(facts: facts, keys: []), pricing: TestPrice.apply)
      }
      try ledger.commit()
      calls += Int64(count)
      if Bool.random(using: &generator) { ledger.bondLog() }
      let killed = try Self.copied(folder)
      #expect(try Self.requests(killed) == calls, "seed \(seed), step \(step)")
      if Int.random(in: 0..<4, using: &generator) == 0 { others[index] = nil }
      if Int.random(in: 0..<8, using: &generator) == 0 { (folder, others) = (try Self.copied(folder), [nil, nil]) }
    }
    withExtendedLifetime(test) {}
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a kill while the log is moved leaves a file that still belongs to it`(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let test = try TestLedger()
    try Self.fill(test, 300)
    try Self.fill(test, 40)
    let before = try Self.killed(test)
    let log = try Connection(path: test.ledger.folder.database, mode: .readWrite, busyTimeoutMilliseconds: 0)
    try log.keepLogOnClose()
    _ = try log.firstInteger("SELECT count(*) FROM record")
    let result = try log.checkpoint(.passive)
    try #require(result.logPages == result.movedPages && result.logPages > 0)
    let after = try Self.killed(test)
    let (old, new) = (try before.read("ledger.db"), try after.read("ledger.db"))
    let frames = try before.read("ledger.db-wal")
    for _ in 0..<10 {
      // Any of the pages may have reached the disk.
      var mixed = new
      for start in stride(from: 0, to: old.count, by: 4_096) where Bool.random(using: &generator) {
        mixed.replaceSubrange(start..<start + 4_096, with: old[start..<start + 4_096])
      }
      try before.write(mixed, to: "ledger.db")
      try before.write(frames, to: "ledger.db-wal")
      #expect(try Self.requests(before) == 340, "seed \(seed)")
    }
  }

  @Test(arguments: [0, 1, 3, 40])
  func `a copy put in the place of ledger.db is told, and neither it nor the log is touched`(_ later: Int) throws {
    let test = try TestLedger()
    try Self.fill(test, 10)
    // Copies of each moment: of the same log, and of earlier ones.
    var copies = try Self.copies(test, in: test.folder)
    for _ in 0..<later {
      try Self.fill(test, 60)
      if copies.count < 8 { copies += try Self.copies(test, in: test.folder) }
    }
    let killed = try Self.killed(test)
    try #require(copies.count >= 1)
    for copy in copies {
      try killed.write(copy, to: "ledger.db")
      let log = try killed.read("ledger.db-wal")
      #expect(throws: LedgerError.foreignLog(path: killed.file("ledger.db"))) { try Self.requests(killed) }
      #expect(try killed.read("ledger.db") == copy && killed.read("ledger.db-wal") == log)
    }
    // Without the log it is what it was.
    try FileManager.default.removeItem(atPath: killed.file("ledger.db-wal"))
    #expect(try Self.requests(killed) >= 10)
  }

  @Test func `a file copied after a clean stop is told beside the log of later`() throws {
    let folder = try TemporaryFolder()
    let clock = TestClock("2026-11-21T12:00:00Z")
    var copies: [[UInt8]] = []
    var log: [UInt8] = []
    for index in 0..<4 {
      try record(folder, clock, number: index) { if index == 3 { log = try folder.read("ledger.db-wal") } }
      copies.append(try folder.read("ledger.db"))
    }
    #expect(try folder.names().filter { $0.hasPrefix("ledger.db") } == ["ledger.db"])
    _ = copies.popLast()
    for (number, copy) in copies.enumerated() {
      let mixed = try TemporaryFolder()
      try mixed.write(copy, to: "ledger.db")
      try mixed.write(log, to: "ledger.db-wal")
      // The last one is what the log was written upon.
      if number == 2 {
        #expect(try Self.requests(mixed) == 4)
      } else {
        #expect(throws: LedgerError.foreignLog(path: mixed.file("ledger.db"))) { try Self.requests(mixed) }
      }
    }
  }

  @Test(arguments: [0, 1, 40], [1, 40])
  func `the first log of a new ledger is told beside the file of another new one`(_ own: Int, _ others: Int) throws {
    let (test, other) = (try TestLedger(), try TestLedger())
    try test.ledger.open()
    if own > 0 { try Self.fill(test, own) }
    try Self.fill(other, others)
    let killed = try Self.killed(test)
    let file = try killed.read("ledger.db")
    #expect(try Self.requests(killed) == Int64(own))
    let log = try other.folder.read("ledger.db-wal")
    try killed.write(file, to: "ledger.db")
    try killed.write(log, to: "ledger.db-wal")
    #expect(throws: LedgerError.foreignLog(path: killed.file("ledger.db"))) { try Self.requests(killed) }
    #expect(try killed.read("ledger.db") == file && killed.read("ledger.db-wal") == log)
    withExtendedLifetime((test, other)) {}
  }

  /// Opens the ledger, enters a call, does something and closes the ledger.
  private func record(
    _ folder: TemporaryFolder, _ clock: TestClock, number: Int, _ body: () throws -> Void
  ) throws {
    let ledger = TestLedger.open(folder, clock)
    _ = try ledger.record(
      RecordRequest(facts: .sample(), keys: [RecordKey(id: "\(number)", source: "t", part: 0)]),
      pricing: TestPrice.apply)
    try ledger.commit()
    ledger.bondLog()
    try body()
    withExtendedLifetime(ledger) {}
  }

  @Test(arguments: [[UInt8](), Array("not a database".utf8), [UInt8](repeating: 0, count: 8_192)])
  func `a log beside no file, or one that is none, is kept`(_ bytes: [UInt8]) throws {
    let test = try TestLedger()
    try Self.fill(test, 10)
    let killed = try Self.killed(test)
    let log = try killed.read("ledger.db-wal")
    try killed.write(bytes, to: "ledger.db")
    #expect(throws: LedgerError.foreignLog(path: killed.file("ledger.db"))) { try Self.requests(killed) }
    try FileManager.default.removeItem(atPath: killed.file("ledger.db"))
    #expect(throws: LedgerError.foreignLog(path: killed.file("ledger.db"))) { try Self.requests(killed) }
    #expect(try killed.read("ledger.db-wal") == log)
  }

  @Test func `a log of another program is taken for the file's own`() throws {
    let test = try TestLedger()
    try Self.fill(test, 10)
    let other = try Connection(path: test.ledger.folder.database, mode: .readWrite, busyTimeoutMilliseconds: 0)
    _ = try other.firstInteger("SELECT count(*) FROM record")
    try other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try other.execute("CREATE TABLE notes (body TEXT)")
    for round in 1...3 {
      let killed = try Self.killed(test)
      #expect(try killed.read("ledger.db-wal").count > 4_096)
      #expect(try Self.requests(killed) == 9 + Int64(round))
      try Self.fill(test, 1)
    }
  }
}
