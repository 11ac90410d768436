import CivilTime
import TestSupport
import Testing

@testable import Ledger

/// Blocks of five hours against a model that goes from call to call.
@Suite struct WorkBlockTests {
  private static let hour: Int64 = 3_600_000
  private static let first = Instant("2026-11-01T00:00:00Z")
  /// Filters, and the calls that they let through.
  private static let filters: [([Dimension: String], @Sendable (CallFacts) -> Bool)] = [
    ([:], { _ in true }), ([.agent: "a1"], { $0.agent == "a1" }), ([.sessionID: "s"], { $0.sessionID == "s" }),
    ([.userID: "bob", .agent: ""], { $0.userID == "bob" && $0.agent.isEmpty }), ([.agent: "nobody"], { _ in false }),
  ]

  /// The model: the beginnings of blocks, in order.
  private static func begins(_ calls: [CallFacts]) -> [Int64] {
    var begins: [Int64] = []
    for time in calls.map(\.timestamp.milliseconds).sorted() {
      if let last = begins.last, time < last + 5 * hour { continue }
      begins.append(time / hour * hour)
    }
    return begins
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `blocks are those that one finds from call to call, apart, and hold every call`(_ seed: UInt64) throws {
    let (test, calls) = try Self.filled(seed)
    for (texts, lets) in Self.filters {
      let blocks = try test.ledger.workBlocks(of: .all, filter: UsageFilter(texts: texts))
      #expect(blocks.map(\.began.milliseconds) == Self.begins(calls.filter(lets)), "seed \(seed), \(texts)")
      #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.ended <= $1.began }, "seed \(seed), \(texts)")
      var sum = Totals.zero
      for block in blocks { sum += try test.totals(block.period, texts).all }
      #expect(sum == (try test.totals(.all, texts).all), "seed \(seed), \(texts)")
      for block in blocks {
        let first = calls.filter(lets).map(\.timestamp).filter { $0 >= block.began }.min()
        #expect(try test.ledger.firstCall(in: block, filter: UsageFilter(texts: texts)) == first)
      }
    }
  }

  @Test(arguments: [7, 8, 9, 10] as [UInt64])
  func `a period shows the blocks of all time that lie in a part of it`(_ seed: UInt64) throws {
    let (test, calls) = try Self.filled(seed)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let (texts, lets) = Self.filters[Int.random(in: 0..<Self.filters.count, using: &generator)]
      let ends = (0..<2).map { _ in Self.time(&generator) }.sorted()
      let period = Period(since: Bool.random(using: &generator) ? ends[0] : nil, until: ends[1])
      guard ends[0] < ends[1] else { continue }
      let begins = Self.begins(calls.filter(lets)).filter { begin in
        begin + 5 * Self.hour > period.since?.milliseconds ?? .min && begin < ends[1].milliseconds
      }
      let blocks = try test.ledger.workBlocks(of: period, filter: UsageFilter(texts: texts))
      #expect(blocks.map(\.began.milliseconds) == begins, "seed \(seed), \(texts), \(period)")
    }
  }

  @Test func `one who never rests has blocks that follow each other from the very first call`() throws {
    let test = try TestLedger()
    for hour in 0..<(20 * 24) as Range<Int64> where hour != 0 {
      var facts = CallFacts.sample()
      facts.timestamp = Self.first.adding(milliseconds: hour * Self.hour)
      try test.add(facts)
    }
    try test.ledger.commit()
    let period = Period(since: Instant("2026-11-18T00:00:00Z"), until: Instant("2026-11-18T10:00:00Z"))
    // From the first call at one o'clock, 17 days are 81 blocks and three hours.
    let begins = try test.ledger.workBlocks(of: period, filter: .none).map { $0.began.rfc3339(in: .utc) }
    #expect(begins == ["2026-11-17T22:00:00Z", "2026-11-18T03:00:00Z", "2026-11-18T08:00:00Z"])
  }

  @Test func `archived calls are in the same blocks`() throws {
    let (test, calls) = try Self.filled(11)
    #expect(try ArchiveTests.archiveAll(test.ledger, before: Instant("2026-11-10T00:00:00Z")) > 0)
    for (texts, lets) in Self.filters {
      let blocks = try test.ledger.workBlocks(of: .all, filter: UsageFilter(texts: texts))
      #expect(blocks.map(\.began.milliseconds) == Self.begins(calls.filter(lets)), "\(texts)")
    }
  }

  @Test func `a ledger without calls has no blocks`() throws {
    #expect(try TestLedger().ledger.workBlocks(of: .all, filter: .none) == [])
  }

  /// A time within twenty days: often at a full hour, or a millisecond before it.
  private static func time(_ generator: inout SplitMix64) -> Instant {
    let hours = Int64.random(in: 0..<(20 * 24), using: &generator)
    let offset = [0, hour - 1, .random(in: 0..<hour, using: &generator)].randomElement(using: &generator) ?? 0
    return first.adding(milliseconds: hours * hour + offset)
  }

  private static func filled(_ seed: UInt64) throws -> (TestLedger, [CallFacts]) {
    let test = try TestLedger()
    var generator = SplitMix64(seed: seed)
    let calls = (0..<[30, 100, 300][Int(seed % 3)]).map { _ in
      var facts = CallFacts.sample(input: .random(in: 1...9, using: &generator))
      facts.userID = Bool.random(using: &generator) ? "ada" : "bob"
      facts.timestamp = time(&generator)
      facts.agent = Bool.random(using: &generator) ? "a1" : ""
      facts.sessionID = Int.random(in: 0..<4, using: &generator) == 0 ? "s" : ""
      return facts
    }
    for call in calls { try test.add(call) }
    try test.ledger.commit()
    return (test, calls)
  }
}
