import CivilTime
import Pricing
import TestSupport
import Testing

@testable import Ledger

/// However many reports of one call there are, and in whatever order they come, they leave the same record.
@Suite struct MergeLawTests {
  @Test(arguments: Array(1...24) as [UInt64])
  func `every order of two to five reports leaves the record that all of them together say`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let reports = (0..<Int.random(in: 2...5, using: &generator)).map { _ in Self.report(&generator) }
    let wanted = NaiveMerge.merged(reports.map(Self.counted))
    let test = try TestLedger()
    for (index, order) in Self.orders(of: reports).enumerated() {
      let user = "user \(index)"
      for report in order { try test.add(report.with { $0.userID = user }, keys: ["r"]) }
      let record = try #require(try Self.record(of: user, in: test))
      #expect(
        record.facts
          == wanted.with {
            $0.userID = user; $0.provider = record.price.provider
          }, "seed \(seed), order \(index)")
      #expect(record.price == Self.price(wanted), "seed \(seed), order \(index)")
    }
    try test.ledger.commit()
    try expectConsistent(test.ledger)
  }

  @Test(arguments: Array(1...12) as [UInt64])
  func `repeats, other keys, commits, corrections and prices in between change nothing`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let reports = (0..<4).map { _ in Self.report(&generator).with { $0.model = "alpha" } }
    let wanted = NaiveMerge.merged(reports.map(Self.counted))
    let test = try TestLedger()
    for index in 0..<30 {
      let user = "user \(index)"
      let keys = reports.indices.map { $0 == 0 ? ["a", "b"] : [Bool.random(using: &generator) ? "a" : "b"] }
      var steps = Array(reports.indices) + reports.indices.filter { _ in Bool.random(using: &generator) }
      steps.shuffle(using: &generator)
      let corrected = Int.random(in: 0..<steps.count, using: &generator)
      for (place, step) in steps.enumerated() {
        let call = try test.add(reports[step].with { $0.userID = user }, keys: keys[step])
        if Bool.random(using: &generator) { try test.ledger.commit() }
        if place == corrected {
          _ = try test.ledger.adjust(call.record.id, [.input: 9_000_000], reason: "r", by: "ada")
        }
        if place % 2 == 1 {
          try test.ledger.commit()
          #expect(try test.ledger.priceChanges(in: .all, pricing: TestPrice.apply).changes.isEmpty, "seed \(seed)")
        }
      }
      let record = try #require(try Self.record(of: user, in: test))
      #expect(
        record.facts
          == wanted.with {
            $0.userID = user; $0.provider = record.price.provider
          }, "seed \(seed), order \(index)")
      let totals = try test.totals(.all, [.userID: user]).all
      #expect(totals.requests == 1 && totals.tokens.input == 9_000_000, "seed \(seed), order \(index)")
    }
    try test.ledger.commit()
    try expectConsistent(test.ledger)
  }

  @Test func `reports that are joined in parts say what they say when joined one by one`() throws {
    try forAll(seed: 7, count: 400) { generator in
      (0..<6).map { _ in Self.report(&generator) }
    } check: { reports in
      let joined = { (reports: ArraySlice<CallFacts>) in
        reports.dropFirst().reduce(into: CallReports(reports[reports.startIndex])) { $0.join(CallReports($1)) }
      }
      let whole = joined(reports[...])
      return (1..<6).allSatisfy { cut in
        var parts = joined(reports[cut...])
        parts.join(joined(reports[..<cut]))
        var twice = parts
        twice.join(whole)
        return parts == whole && twice == whole && parts.merged == whole.merged
      }
    }
  }

  @Test func `kept reports come back from their text as they were`() throws {
    try forAll(seed: 8, count: 300) { generator in
      (0..<2).map { _ in Self.report(&generator) }
    } check: { reports in
      let kept = reports.map { $0.with { $0.timestamp = reports[0].timestamp } }
      return CallReports.parsed(CallReports.text(of: kept), of: kept[0]) == kept
    }
  }

  @Test func `a poorer repeat takes away nothing that was known`() throws {
    let rich = CallFacts.sample().with {
      $0.usage = Usage(disjoint: [
        (.input, 600), (.cacheRead, 400), (.output, 30), (.outputReasoning, 20), (.webSearch, 2),
      ])
    }
    let poor = CallFacts.sample(input: 1_000, output: 50)
    for order in [[rich, poor], [poor, rich], [poor, rich, poor]] {
      let test = try TestLedger()
      for report in order { try test.record(report, keys: ["r"]) }
      #expect(try Self.record(of: "ada", in: test)?.facts.usage == rich.usage)
    }
    // An answer that grew on keeps what was known of its prompt.
    let grown = CallFacts.sample(input: 1_000, output: 90)
    for order in Self.orders(of: [rich, poor, grown]) {
      let test = try TestLedger()
      for report in order { try test.record(report, keys: ["r"]) }
      #expect(
        try Self.record(of: "ada", in: test)?.facts.usage
          == Usage(disjoint: [(.input, 600), (.cacheRead, 400), (.output, 90), (.webSearch, 2)]))
    }
  }

  @Test func `the last event of a stream, which names the answer alone, leaves the prompt as it was`() throws {
    let start = CallFacts.sample().with {
      $0.status = .partial
      $0.usage = Usage(disjoint: [(.input, 20), (.cacheRead, 400), (.output, 1)])
    }
    let end = CallFacts.sample(input: 0, output: 50)
    for order in [[start, end], [end, start]] {
      let test = try TestLedger()
      for report in order { try test.record(report, keys: ["r"]) }
      let record = try #require(try Self.record(of: "ada", in: test))
      #expect(record.facts.usage == Usage(disjoint: [(.input, 20), (.cacheRead, 400), (.output, 50)]))
      #expect(record.facts.status == .complete)
    }
  }

  @Test func `a bill comes from the best report that has one`() throws {
    let complete = CallFacts.sample(output: 9)
    let early = CallFacts.sample(output: 5).with {
      $0.status = .partial; $0.reportedCost = Money(decimal: "0.01"); $0.agent = "early"
    }
    let late = CallFacts.sample(output: 7).with {
      $0.status = .partial; $0.reportedCost = Money(decimal: "0.02"); $0.agent = "late"
    }
    for order in Self.orders(of: [complete, early, late]) {
      let test = try TestLedger()
      for report in order { try test.record(report, keys: ["r"]) }
      let record = try #require(try Self.record(of: "ada", in: test))
      #expect(record.price.cost == Money(decimal: "0.02") && record.facts.agent == "late")
    }
  }

  private static func record(of user: String, in test: TestLedger) throws -> StoredRecord? {
    let records = try test.ledger.records(of: .all, filter: UsageFilter(texts: [.userID: user]), limit: 2)
    return records.count == 1 ? records[0] : nil
  }

  private static func price(_ facts: CallFacts) -> AppliedPrice { TestPrice.apply(facts) }

  /// A report as the ledger counts it: tokens counted as none say nothing.
  private static func counted(_ report: CallFacts) -> CallFacts {
    report.with { facts in
      facts.usage = Usage(
        disjoint: report.usage.entries.filter { $0.quantity != 0 || !$0.meter.isToken }.map { ($0.meter, $0.quantity) })
    }
  }

  /// Every order of the items.
  private static func orders<T>(of items: [T]) -> [[T]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { index in
      var rest = items
      let item = rest.remove(at: index)
      return orders(of: rest).map { [item] + $0 }
    }
  }

  /// A report in which each field is often left out, and often the same as in another.
  private static func report(_ generator: inout SplitMix64) -> CallFacts {
    func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &generator)] }
    let cached: Int64 = pick([0, 0, 40, 60])
    var facts = CallFacts.sample(
      pick(["alpha", "alpha", "beta", "unknown"]), input: 100 - cached, output: pick([0, 5, 5, 7, 9]))
    if pick([true, false, false, false, false]) { facts.usage[.input] = 0 }
    if cached > 0 { facts.usage[pick([.cacheRead, .cacheWrite, .cacheWrite1h, .inputAudio])] = cached }
    if pick([true, false, false]) { facts.usage[.outputReasoning] = 3 }
    for meter in [Meter.webSearch, .request, .citation, .audioSecondIn] where pick([true, false, false, false]) {
      facts.usage[meter] = pick([0, 1, 2])
    }
    facts.status = pick([.complete, .complete, .partial, .failed])
    facts.timestamp = Instant(pick(["2026-11-21T11:00:00Z", "2026-11-20T23:59:59Z", "2026-11-21T11:00:01Z"]))
    for text in [\.sessionID, \.projectID, \.agent, \.mode, \.operation, \.serviceTier, \.region, \.machine]
      as [WritableKeyPath<CallFacts, String>]
    {
      facts[keyPath: text] = pick(["", "", "a", "b", "é", "e\u{301}"])
    }
    facts.source = pick(["tool", "cli"])
    if pick([true, false, false]) { facts.reportedCost = Money(picodollars: pick([0, 10, 20])) }
    if pick([true, false, false]) { facts.durationMilliseconds = pick([0, 5, 8]) }
    if pick([true, false, false]) { facts.messageID = pick(["m1", "m2"]) }
    if pick([true, false, false]) { facts.metadata = pick(["{}", #"{"a":1}"#]) }
    if pick([true, false, false]) { facts.toolCalls = pick([["x"], ["x", "y"], ["x\ny"]]) }
    if pick([true, false, false]) { facts.options = pick([["quality": "hd"], ["quality": "low", "size": "s"]]) }
    return facts
  }
}
