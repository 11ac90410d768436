import CivilTime
import Ledger
import Testing

@Suite struct OutputHistoryTests {
  @Test func `the newest complete calls of a model tell how long its answers are`() throws {
    let test = try TestLedger()
    for index in 0..<300 {
      try test.add(.sample(output: Int64(index)).with { $0.agent = index % 2 == 0 ? "even" : "odd" })
    }
    try test.add(.sample(output: 9_999).with { $0.status = .partial })
    try test.add(.sample("beta", output: 7_777))
    try test.ledger.commit()
    let all = try #require(try test.ledger.outputHistory(ofModel: "alpha", pricedAs: nil, filter: .none))
    #expect((198...200).contains(all.median))
    let even = try #require(
      try test.ledger.outputHistory(
        ofModel: "alpha", pricedAs: nil, filter: UsageFilter(texts: [.agent: "even"])))
    #expect((148...150).contains(even.median))
    #expect(try test.ledger.outputHistory(ofModel: "gamma", pricedAs: nil, filter: .none) == nil)
  }

  @Test func `only the newest ten thousand records are looked through, also when all have one time`() throws {
    let test = try TestLedger()
    try test.add(.sample("old"))
    for _ in 0..<9_999 { try test.add(.sample("new")) }
    #expect(try test.ledger.outputHistory(ofModel: "old", pricedAs: nil, filter: .none) != nil)
    try test.add(.sample("new"))
    try test.ledger.commit()
    #expect(try test.ledger.outputHistory(ofModel: "old", pricedAs: nil, filter: .none) == nil)
    #expect(try test.ledger.outputHistory(ofModel: "new", pricedAs: nil, filter: .none) != nil)
  }

  @Test func `calls that lie hours apart are still looked through from the newest on`() throws {
    let test = try TestLedger()
    // Entered in no order of time, and with another model between them.
    for hour in (0..<250).map({ $0 * 7 % 250 }) {
      let time = Instant("2026-11-01T00:00:00Z").adding(milliseconds: Int64(hour) * 3_600_000)
      try test.add(.sample("rare", output: Int64(hour)).with { $0.timestamp = time })
      try test.add(.sample("other", output: 5_000).with { $0.timestamp = time.adding(milliseconds: 1_800_000) })
    }
    let history = try #require(try test.ledger.outputHistory(ofModel: "rare", pricedAs: nil, filter: .none))
    #expect(history.calls == 200)
    #expect((149...150).contains(history.median))
    #expect(history.low == 69)
  }

  @Test func `dimensions that never come together have no history`() throws {
    let test = try TestLedger()
    try test.add(.sample("alpha").with { $0.agent = "coder" })
    try test.add(.sample("beta").with { $0.agent = "reviewer" })
    let filter = UsageFilter(texts: [.agent: "reviewer"])
    #expect(try test.ledger.outputHistory(ofModel: "alpha", pricedAs: nil, filter: filter) == nil)
    #expect(try test.ledger.outputHistory(ofModel: "beta", pricedAs: nil, filter: filter)?.calls == 1)
  }
}
