import Ledger
import TestSupport
import Testing

@Suite struct CheckpointTests {
  @Test func `the log is moved into the file when it has grown, and then begins small again`() throws {
    let test = try TestLedger()
    var largest = 0
    var shrank = false
    for index in 0..<60 {
      for call in 0..<200 { try test.add(.sample().with { $0.sessionID = "s\(index)-\(call)" }) }
      try test.ledger.commit()
      let size = try test.folder.read("ledger.db-wal").count
      if size < largest { shrank = true }
      largest = max(largest, size)
    }
    // A log that stayed above the mark would be moved at every commit.
    #expect(shrank)
    #expect(largest < 8 << 20)
    #expect(try test.totals().all.requests == 12_000)
  }
}
