import CivilTime
import Ledger
import TestSupport
import Testing

@Suite struct LimitMarkTests {
  private func alert(_ step: Int64, _ window: LimitMark.Window, limit: String = "L") -> LimitMark {
    LimitMark(kind: .alert, limit: limit, window: window, step: step)
  }

  @Test func `a step is news once for each window, whichever process saw it`() throws {
    let test = try TestLedger()
    let other = test.another()
    #expect(try test.ledger.mark(alert(1, .fixed(7))))
    try test.ledger.commit()
    #expect(try !other.mark(alert(1, .fixed(7))))
    #expect(!other.hasWritten)
    #expect(try other.mark(alert(3, .fixed(7))))
    try other.commit()
    #expect(try !test.ledger.mark(alert(2, .fixed(7))))
    #expect(try test.ledger.mark(alert(1, .fixed(8))))
    #expect(try test.ledger.mark(alert(1, .fixed(7), limit: "M")))
    #expect(try test.ledger.mark(LimitMark(kind: .report, limit: "L", window: .fixed(8), step: 1)))
  }

  @Test func `what was not committed is still news`() throws {
    let test = try TestLedger()
    #expect(try test.ledger.mark(alert(1, .fixed(7))))
    test.ledger.rollBack()
    #expect(try test.ledger.mark(alert(1, .fixed(7))))
  }

  @Test func `a sliding window that stays is told of once, and again after it was below for its length`() throws {
    let test = try TestLedger()
    var told = 0
    for _ in 0..<600 {
      if try test.ledger.mark(alert(1, .sliding(60_000))) { told += 1 }
      try test.ledger.commit()
      test.clock.advance(seconds: 7)
    }
    #expect(told == 1)
    #expect(try test.ledger.mark(alert(2, .sliding(60_000))))
    #expect(try !test.ledger.mark(alert(1, .sliding(60_000))))
    #expect(try !test.ledger.mark(alert(2, .sliding(60_000))))
    try test.ledger.commit()
    test.clock.advance(seconds: 61)
    #expect(try test.ledger.mark(alert(1, .sliding(60_000))))
  }
}
