import CivilTime
import Pricing
import Testing

@testable import Ledger

@Suite struct RepriceTests {
  private static func dearer(_ facts: CallFacts) -> AppliedPrice {
    var price = TestPrice.apply(facts)
    let amount = Money(picodollars: Int128(facts.usage.totalTokens) * 5)
    if price.kind != .reported { price.cost = amount }
    if price.kind == .unpriced { price.kind = .catalog }
    price.catalogCost = amount
    price.pricedAs = facts.model
    return price
  }

  @Test func `corrected and missing prices reach the records and every total`() throws {
    let test = try TestLedger()
    for (index, model) in ["alpha", "unknown", "alpha", "beta"].enumerated() {
      try test.record(.sample(model, at: "2026-11-2\(index / 2)T10:00:00Z").with { $0.sessionID = "s" })
    }
    let period = Period(since: nil, until: Instant("2026-11-21T00:00:00Z"))
    let changes = try test.ledger.priceChanges(in: period, pricing: Self.dearer).changes
    #expect(changes.count == 2)
    #expect(try test.totals().all.cost == Money(picodollars: 660))
    #expect(try test.ledger.apply(changes).count == 2)
    try test.ledger.commit()
    let totals = try test.totals()
    #expect(totals.all.cost == Money(picodollars: 2 * 550 + 2 * 220))
    #expect(totals.all.unpricedRequests == 0)
    #expect(try test.ledger.priceChanges(in: period, pricing: Self.dearer).changes.isEmpty)
    try expectConsistent(test.ledger)
  }

  @Test func `what the provider billed stays`() throws {
    let test = try TestLedger()
    try test.record(.sample().with { $0.reportedCost = Money(picodollars: 7) })
    let changes = try test.ledger.priceChanges(in: .all, pricing: Self.dearer).changes
    #expect(try test.ledger.apply(changes).count == 1)
    try test.ledger.commit()
    let record = try #require(try test.ledger.records(of: .all, filter: .none, limit: 1).first)
    #expect(record.price.cost == Money(picodollars: 7))
    #expect(record.price.catalogCost == Money(picodollars: 550))
  }

  @Test func `a record that changed after it was read keeps its price`() throws {
    let test = try TestLedger()
    try test.record(.sample(), keys: ["r"])
    let changes = try test.ledger.priceChanges(in: .all, pricing: Self.dearer).changes
    try test.record(.sample(output: 50), keys: ["r"])
    #expect(try test.ledger.apply(changes).isEmpty)
    try test.ledger.commit()
    #expect(try test.totals().all.cost == Money(picodollars: 300))
  }

  @Test func `a ledger of more records than one step holds is covered once, while others write`() throws {
    let test = try TestLedger()
    let other = test.another()
    for _ in 0..<1_234 { try test.add(.sample()) }
    try test.ledger.commit()
    var seen: [RecordID] = []
    var place: Int64? = 0
    while let row = place {
      let found = try test.ledger.priceChanges(in: .all, behind: row) { facts in
        // Once a step, in its middle: nobody holds the lock.
        if seen.count % 500 == 0 { try Self.record(in: other, at: seen.count) }
        return Self.dearer(facts)
      }
      let applied = try test.ledger.apply(found.changes)
      try test.ledger.commit()
      try Self.record(in: other, at: seen.count + 1)
      #expect(Int64(applied.count) <= Ledger.repricedAtOnce)
      seen += applied.map(\.record.id)
      place = found.next
    }
    #expect(seen.count > 1_234 && Set(seen).count == seen.count)
    #expect(try test.ledger.priceChanges(in: .all, pricing: Self.dearer).changes.isEmpty)
    try expectConsistent(test.ledger)
  }

  /// Enters a call once, in another process.
  private static func record(in ledger: Ledger, at number: Int) throws {
    let request = RecordRequest(
      facts: .sample(input: Int64(number)), keys: [RecordKey(id: "late \(number)", source: "tool", part: 0)])
    _ = try ledger.record(request, pricing: TestPrice.apply)
    try ledger.commit()
  }
}
