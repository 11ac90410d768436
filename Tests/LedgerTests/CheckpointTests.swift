import Ledger
import SQLite
import TestSupport
import Testing

@Suite struct CheckpointTests {
  @Test func `the log is moved into the file when it has grown, and then overwritten at the same length`() throws {
    let test = try TestLedger()
    var sizes: [Int] = []
    for index in 0..<60 {
      for call in 0..<200 { try test.add(.sample().with { $0.sessionID = "s\(index)-\(call)" }) }
      try test.ledger.commit()
      sizes.append(try test.folder.read("ledger.db-wal").count)
    }
    // Twelve thousand records write many times as much as the log holds.
    #expect(sizes == sizes.sorted() && sizes[59] < 4 << 20, "\(sizes)")
    #expect(try test.folder.read("ledger.db").count > 1 << 20)
    #expect(try test.totals().all.requests == 12_000)
  }

  @Test func `the last one to close moves the log into the file, which alone is whole`() throws {
    let folder = try TemporaryFolder()
    let clock = TestClock("2026-11-22T12:00:00Z")
    for index in 0..<5 {
      // Each opens the file for itself, as commands do.
      let (first, second) = (TestLedger.open(folder, clock), TestLedger.open(folder, clock))
      for ledger in [first, second] {
        _ = try ledger.record(RecordRequest(facts: .sample(), keys: [RecordKey(id: "\(index)", source: "t", part: 0)]))
        {
          facts in TestPrice.apply(facts)
        }
        try ledger.commit()
      }
      withExtendedLifetime((first, second)) {}
    }
    #expect(try folder.names().filter { $0.hasPrefix("ledger.db") } == ["ledger.db"])
    let copy = try TemporaryFolder()
    try copy.write(folder.read("ledger.db"), to: "ledger.db")
    #expect(try TestLedger.open(copy, clock).totals(of: .all, filter: .none).all.requests == 5)
  }

  @Test func `a reader holds the log up for no longer than it reads`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let reader = try Connection(path: test.ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 0)
    try reader.execute("BEGIN")
    #expect(try reader.firstInteger("SELECT count(*) FROM record") == 1)
    let fill = { (count: Int) in
      for index in 0..<count {
        for call in 0..<200 { try test.add(.sample().with { $0.sessionID = "\(count) \(index) \(call)" }) }
        try test.ledger.commit()
      }
    }
    try fill(20)
    #expect(try reader.firstInteger("SELECT count(*) FROM record") == 1)
    try reader.execute("COMMIT")
    try fill(3)
    let size = try test.folder.read("ledger.db-wal").count
    try fill(15)
    #expect(try test.folder.read("ledger.db-wal").count == size && size > 4 << 20)
    #expect(try test.totals().all.requests == 7_601)
  }
}
