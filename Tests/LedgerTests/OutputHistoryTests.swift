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
}
