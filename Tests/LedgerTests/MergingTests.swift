import CivilTime
import Pricing
import TestSupport
import Testing

@testable import Ledger

/// Reports of one call leave the same record in whatever order they arrive.
@Suite struct MergingTests {
  /// Two reports that only differ in what `change` does.
  private static let twins: [(String, @Sendable (inout CallFacts) -> Void)] = [
    ("options", { $0.options = ["quality": "hd"] }),
    ("normal form", { $0.agent = "e\u{301}" }),
    ("tools", { $0.toolCalls = ["a\nb"] }),
    ("no request", { $0.usage[.request] = 0 }),
    ("provider", { $0.provider = "" }),
    ("earlier", { $0.timestamp = Instant("2026-01-01T00:00:00Z") }),
  ]

  @Test(arguments: MergingTests.twins.indices)
  func `twins leave one record`(index: Int) throws {
    let plain = CallFacts.sample().with {
      $0.provider = "given"
      $0.agent = "\u{E9}"
      $0.options = ["quality": "low"]
      $0.toolCalls = ["a", "b"]
    }
    let changed = plain.with(Self.twins[index].1)
    #expect(
      Self.bytes(Self.merged(plain, changed)) == Self.bytes(Self.merged(changed, plain)),
      "\(Self.twins[index].0)")
  }

  private static func merged(_ first: CallFacts, _ second: CallFacts) -> CallFacts {
    var reports = CallReports(first)
    reports.join(CallReports(second))
    return reports.merged
  }

  private static func bytes(_ facts: CallFacts) -> [[UInt8]] {
    let texts = [facts.agent, facts.provider, "\(facts.options)", "\(facts.usage)", "\(facts.timestamp)"]
    return (texts + facts.toolCalls).map { Array($0.utf8) }
  }

  @Test func `a provider that was only resolved gives way to one that was given`() throws {
    let small = CallFacts.sample("alpha", output: 1).with { $0.provider = "azure" }
    let large = CallFacts.sample("alpha", output: 9)
    #expect(try provider(small, large) == "azure")
    #expect(try provider(large, small) == "azure")
  }

  @Test func `a model is priced by its own provider, not by that of a report that lost`() throws {
    let first = CallFacts.sample("claude", output: 1)
    let last = CallFacts.sample("gpt", output: 9)
    #expect(try provider(first, last) == "openai")
    #expect(try provider(last, first) == "openai")
  }

  @Test func `a count given as zero is no news to a record`() throws {
    let test = try TestLedger()
    let request = RecordRequest(
      facts: .sample(output: 0), keys: [RecordKey(id: "r", source: "tool", part: 0)])
    for amount in [1, 2] as [Int128] {
      _ = try test.ledger.record(request) { _ in
        AppliedPrice(
          provider: "test", pricedAs: "alpha", kind: .catalog, cost: Money(picodollars: amount),
          catalogCost: nil,
          row: "")
      }
      try test.ledger.commit()
    }
    #expect(try test.totals().all.cost == Money(picodollars: 1))
  }

  private func provider(_ reports: CallFacts...) throws -> String {
    let test = try TestLedger()
    for facts in reports {
      _ = try test.ledger.record(
        RecordRequest(facts: facts, keys: [RecordKey(id: "r", source: "tool", part: 0)])
      ) { facts in
        var price = TestPrice.apply(facts)
        price.provider =
          facts.provider.isEmpty ? (facts.model == "claude" ? "anthropic" : "openai") : facts.provider
        return price
      }
      try test.ledger.commit()
    }
    return try test.ledger.records(of: .all, filter: .none, limit: 1)[0].price.provider
  }
}
