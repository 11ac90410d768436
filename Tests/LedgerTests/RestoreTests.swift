import CivilTime
import Foundation
import SQLite
import TestSupport
import Testing

@testable import Ledger

/// Copies of a ledger, and putting one in its place.
@Suite struct RestoreTests {
  /// A ledger with three calls of which a copy was made after the first two, still open and with a log.
  private static func ledger() throws -> (test: TestLedger, copy: String) {
    let test = try TestLedger()
    try test.record(.sample(), keys: ["a"])
    try test.record(.sample(), keys: ["b"])
    let copy = test.folder.file("copy.db")
    #expect(try test.ledger.backUp(to: copy).records == 2)
    try test.record(.sample(), keys: ["c"])
    return (test, copy)
  }

  private static func requests(_ path: String) throws -> Int64 {
    try TestLedger.open(LedgerFolder(path: path), TestClock("2026-11-22T12:00:00Z"))
      .totals(of: .all, filter: .none).all.requests
  }

  @Test func `a copy is whole, private and no longer than it needs to be`() throws {
    let (test, copy) = try Self.ledger()
    #expect(try test.folder.permissions(of: "copy.db") == 0o600)
    #expect(try test.folder.names().filter { $0.hasPrefix("copy") } == ["copy.db"])
    let other = try TemporaryFolder()
    try other.write(test.folder.read("copy.db"), to: "ledger.db")
    let ledger = TestLedger.open(other, test.clock)
    #expect(try ledger.totals(of: .all, filter: .none).all.requests == 2)
    try expectConsistent(ledger)
    #expect(try test.ledger.backUp(to: copy, present: .replaced).records == 3)
  }

  @Test func `nothing that is there is written over, unless it is asked for and no file of the ledger itself`() throws {
    let (test, copy) = try Self.ledger()
    let before = try test.folder.read("copy.db")
    #expect(throws: LedgerError.fileExists(path: copy)) { try test.ledger.backUp(to: copy) }
    #expect(try test.folder.read("copy.db") == before)
    symlink("/nowhere", test.folder.file("link"))
    #expect(throws: LedgerError.fileExists(path: test.folder.file("link"))) {
      try test.ledger.backUp(to: test.folder.file("link"))
    }
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock"] {
      #expect(throws: LedgerError.fileExists(path: test.folder.file(name)), "\(name)") {
        try test.ledger.backUp(to: test.folder.file(name), present: .replaced)
      }
    }
    #expect(throws: LedgerError.fileUnusable(path: test.folder.file("none/copy.db"), errno: ENOENT)) {
      try test.ledger.backUp(to: test.folder.file("none/copy.db"))
    }
    let empty = try TestLedger()
    #expect(throws: LedgerError.noLedger(path: empty.ledger.folder.database)) {
      try empty.ledger.backUp(to: empty.folder.file("copy.db"))
    }
    #expect(try empty.folder.names() == [])
  }

  @Test func `a damaged ledger has no copy, and the damage is told`() throws {
    let test = try TestLedger()
    for call in 0..<400 { try test.add(.sample().with { $0.sessionID = "s\(call)" }) }
    try test.ledger.commit()
    test.ledger.close()
    var bytes = try test.folder.read("ledger.db")
    for offset in stride(from: 8 * 4_096, to: bytes.count, by: 4_096) { bytes[offset] = 0x77 }
    try test.folder.write(bytes, to: "ledger.db")
    let error = #expect(throws: LedgerError.self) { try test.ledger.backUp(to: test.folder.file("copy.db")) }
    switch error {
    case .damaged, .unfitCopy(test.ledger.folder.database, .damaged): break
    default: Issue.record("\(String(describing: error))")
    }
    #expect(try test.folder.names().filter { $0.hasPrefix("copy") } == [])
  }

  @Test func `a copy takes the place of the ledger, and all files of the former one are kept together`() throws {
    let (test, copy) = try Self.ledger()
    let other = test.another()
    #expect(try other.totals(of: .all, filter: .none).all.requests == 3)
    let report = try test.another().restore(from: copy)
    #expect(report.inspection.records == 2)
    let replaced = try #require(report.replaced)
    #expect(replaced == test.folder.file("replaced/2026-11-21T120000Z"))
    let kept = try FileManager.default.contentsOfDirectory(atPath: replaced).sorted()
    #expect(kept == ["ledger.db", "ledger.db-shm", "ledger.db-wal"])
    // Those that had it open go on with the copy, reading and writing.
    #expect(try other.totals(of: .all, filter: .none).all.requests == 2)
    #expect(try test.record(.sample(), keys: ["d"]).isNew && test.record(.sample(), keys: ["c"]).isNew)
    #expect(try other.totals(of: .all, filter: .none).all.requests == 4)
    #expect(try Self.requests(replaced) == 3)
    // A second one within the same second has a folder of its own, and leads back.
    let back = try test.another().restore(from: replaced + "/ledger.db")
    #expect(back.inspection.records == 3 && back.replaced == replaced + "-2")
    #expect(try test.totals().all.requests == 3 && Self.requests(replaced + "-2") == 4)
    try expectConsistent(test.ledger)
  }

  @Test func `one who waits for the lock while the ledger is replaced writes to the new one`() throws {
    let (test, copy) = try Self.ledger()
    let waiting = test.another()
    try waiting.open()
    let holder = test.another()
    #expect(try holder.begin(waitingMilliseconds: 0))
    var isRestored = false
    test.clock.onSleep = {
      guard !isRestored else { return }
      isRestored = true
      holder.rollBack()
      #expect(throws: Never.self) { try test.another().restore(from: copy) }
    }
    _ = try waiting.record(
      RecordRequest(facts: .sample(), keys: [RecordKey(id: "w", source: "tool", part: 0)]), pricing: TestPrice.apply)
    try waiting.commit()
    #expect(isRestored)
    #expect(try test.another().totals(of: .all, filter: .none).all.requests == 3)
    #expect(try test.record(.sample(), keys: ["w"]).isNew == false)
  }

  @Test func `a copy that is not fit is refused, and the ledger stays`() throws {
    let (test, copy) = try Self.ledger()
    let whole = try test.folder.read("copy.db")
    let newer = try Connection(path: test.folder.file("newer.db"), mode: .readWriteCreate, busyTimeoutMilliseconds: 0)
    try newer.execute("CREATE TABLE a(b); PRAGMA application_id = \(LedgerStore.applicationID)")
    try newer.execute("PRAGMA user_version = 99")
    let foreign = try Connection(
      path: test.folder.file("foreign.db"), mode: .readWriteCreate, busyTimeoutMilliseconds: 0)
    try foreign.execute("CREATE TABLE notes (body TEXT)")
    var damaged = whole
    for offset in stride(from: 8 * 4_096, to: whole.count, by: 4_096) { damaged[offset] = 0x77 }
    try test.folder.write(damaged, to: "damaged.db")
    try test.folder.write(Array(whole.prefix(whole.count / 2)), to: "cut.db")
    try test.folder.write("a diary", to: "text.db")
    try test.folder.write("", to: "empty.db")
    for name in ["newer", "foreign", "damaged", "cut", "text", "empty", "none"] {
      let path = test.folder.file(name + ".db")
      let error = #expect(throws: LedgerError.self) { try test.another().restore(from: path) }
      guard case .unfitCopy(path, _)? = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
    }
    #expect(throws: LedgerError.unfitCopy(path: test.folder.path, fault: .notALedger)) {
      try test.another().restore(from: test.folder.path)
    }
    #expect(try test.totals().all.requests == 3)
    #expect(try !test.folder.names().contains { $0.hasPrefix("restoring") || $0 == "replaced" })
    withExtendedLifetime(copy) {}
  }

  @Test func `a copy of a file that changes while it is read without regard to others is none`() throws {
    let (test, copy) = try Self.ledger()
    let draft = test.folder.file("draft.db")
    let source = try LedgerCopy.open(copy)
    try test.folder.write(test.folder.read("copy.db") + [0], to: "copy.db")
    #expect(throws: LedgerError.fileReplaced(path: copy)) {
      try LedgerCopy.make(of: source, at: draft, named: draft, salts: [UInt8](repeating: 3, count: 8))
    }
  }

  @Test func `a restore that fails takes no room from one that is just being finished`() throws {
    let (test, _) = try Self.ledger()
    let none = test.folder.file("none.db")
    let writer = test.another()
    #expect(try writer.begin(waitingMilliseconds: 0))
    #expect(throws: LedgerError.self) { try test.another().restore(from: none) }
    #expect(try test.folder.names().contains("replaced"))
    writer.rollBack()
    #expect(throws: LedgerError.self) { try test.another().restore(from: none) }
    #expect(try !test.folder.names().contains("replaced"))
  }

  @Test func `a copy of an earlier format is restored and brought to the newest`() throws {
    let test = try TestLedger()
    let old = test.folder.file("old.db")
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/ledgers/format-1.db")
    try test.folder.write(Array(Data(contentsOf: fixture)), to: "old.db")
    let report = try test.ledger.restore(from: old)
    #expect(report.inspection.records == 18 && report.inspection.format == 1 && report.replaced == nil)
    #expect(try test.ledger.inspect().format == FileFormat.newest && test.totals().all.requests == 18)
    #expect(try test.folder.read("old.db") == Array(Data(contentsOf: fixture)))
  }

  @Test func `a ledger.db beside the log of another is restored in its own place`() throws {
    let (test, copy) = try Self.ledger()
    try test.folder.write(test.folder.read("copy.db"), to: "ledger.db")
    #expect(throws: LedgerError.self) { try test.another().open() }
    #expect(try test.another().restore(from: test.ledger.folder.database).inspection.records == 2)
    #expect(try test.another().totals(of: .all, filter: .none).all.requests == 2)
    withExtendedLifetime(copy) {}
  }

  @Test(arguments: 0...PendingRestore.Step.allCases.count, [true, false])
  func `one that is killed after any step is finished by whoever opens the ledger next`(
    _ steps: Int, _ hasLog: Bool
  ) throws {
    let (test, copy) = try Self.ledger()
    if !hasLog { test.ledger.close() }
    let folder = test.ledger.folder
    let pending = PendingRestore(folder)
    try pending.makeDraft()
    let salts = [UInt8](repeating: 3, count: 8)
    _ = try LedgerCopy.make(of: LedgerCopy.open(copy), at: pending.draft, named: copy, salts: salts)
    // Until the copy is certain, the ledger is the former one.
    #expect(try test.another().totals(of: .all, filter: .none).all.requests == 3)
    try pending.begin()
    for step in PendingRestore.Step.allCases.prefix(steps) { try pending.take(step) }
    #expect(try test.another().totals(of: .all, filter: .none).all.requests == 2)
    #expect(!pending.isThere)
    #expect(try Self.requests(test.folder.file("replaced/2026-11-21T120000Z")) == 3)
    #expect(try test.record(.sample(), keys: ["d"]).isNew && test.totals().all.requests == 3)
    try expectConsistent(test.ledger)
  }
}
