import CivilTime
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

@Suite struct AdjustmentTests {
  private static let calendar = LedgerCalendar(zone: .utc, weekStart: 1)

  @discardableResult
  private static func adjust(
    _ test: TestLedger, _ id: RecordID, _ figures: [AdjustedFigure: Int64], by user: String = "ada"
  ) throws -> Adjustment? {
    let entry = try test.ledger.adjust(id, figures, reason: "a reason", by: user)
    try test.ledger.commit()
    return entry
  }

  @Test func `totals count corrected figures at the record's time and dimensions, and the record stays`() throws {
    let test = try TestLedger()
    let session = { (facts: inout CallFacts) in facts.sessionID = "s" }
    let call = try test.record(.sample(at: "2026-11-20T10:07:00Z").with(session), keys: ["a"])
    try test.record(.sample(at: "2026-11-21T10:07:00Z").with(session))
    let entry = try #require(try Self.adjust(test, call.record.id, [.input: 40, .cost: 1_000], by: "bob"))
    #expect(entry.enteredBy == "bob" && entry.reason == "a reason" && entry.enteredAt == test.clock.now)
    #expect(entry.changes.map(\.before) == [100, 220] && entry.changes.map(\.after) == [40, 1_000])
    let corrected = try #require(try test.ledger.record(call.record.id))
    #expect(corrected.facts == call.record.facts && corrected.price == call.record.price)
    #expect(corrected.counted.tokens.input == 40 && call.record.counted.tokens.input == 100)
    let odd = Period(since: Instant("2026-11-20T10:06:00Z"), until: Instant("2026-11-20T10:08:00Z"))
    let day = Period(since: Instant("2026-11-20T00:00:00Z"), until: Instant("2026-11-21T00:00:00Z"))
    for period in [odd, day] {
      for texts in [[:], [.sessionID: "s"], [.userID: "ada"]] as [[Dimension: String]] {
        let totals = try test.totals(period, texts).all
        #expect(totals.requests == 1 && totals.tokens.input == 40 && totals.tokens.output == 10)
        #expect(totals.cost == Money(picodollars: 1_000))
        let quarter = try test.ledger.quarters(
          of: Instant("2026-11-20T00:00:00Z")..<Instant("2026-11-21T00:00:00Z"), filter: UsageFilter(texts: texts))
        #expect(quarter.map(\.tokens) == [50] && quarter.map(\.requests) == [1])
      }
      let groups = try test.ledger.groups(
        of: period, filter: .none, by: [.dimension(.sessionID), .time(.day)], calendar: Self.calendar)
      #expect(groups.map(\.totals.tokens.input) == [40])
    }
    #expect(try test.totals(.all).all.cost == Money(picodollars: 1_220))
    let outlines = try test.ledger.outlines(since: Instant("2026-11-20T00:00:00Z"), filter: .none, limit: 5)
    #expect(outlines.map(\.input) == [100, 40])
    try expectConsistent(test.ledger)
  }

  @Test func `the same correction again enters nothing, and a correction can be corrected`() throws {
    let test = try TestLedger()
    let id = try test.record(.sample()).record.id
    #expect(try Self.adjust(test, id, [.input: 100]) == nil)
    #expect(try Self.adjust(test, id, [.input: 70, .output: 10]) != nil)
    #expect(try Self.adjust(test, id, [.input: 70]) == nil)
    let second = try #require(try Self.adjust(test, id, [.input: 100, .cost: 5]))
    #expect(second.changes.map(\.before) == [70, 220])
    #expect(try test.ledger.adjustments(of: id).map { $0.changes.map(\.figure) } == [[.input], [.input, .cost]])
    #expect(try test.totals().all.tokens.input == 100 && test.totals().all.cost == Money(picodollars: 5))
    try expectConsistent(test.ledger)
  }

  @Test func `a corrected figure outlives reports, merging and prices, and the others follow`() throws {
    let test = try TestLedger()
    let first = try test.record(.sample(), keys: ["a"])
    let second = try test.record(.sample(input: 30), keys: ["b"])
    try Self.adjust(test, first.record.id, [.input: 40])
    try Self.adjust(test, second.record.id, [.cost: 9])
    // Both turn out to be one call, of more tokens than either told.
    try test.record(.sample(input: 500, output: 77), keys: ["a", "b"])
    let totals = try test.totals().all
    #expect(totals.requests == 1 && totals.tokens.input == 40 && totals.tokens.output == 77)
    #expect(totals.cost == Money(picodollars: 9))
    let changes = try test.ledger.priceChanges(in: .all) { facts in
      var price = TestPrice.apply(facts)
      price.cost = Money(picodollars: 123_456)
      return price
    }
    #expect(try test.ledger.apply(changes.changes).count == 1)
    try test.ledger.commit()
    #expect(try test.totals().all.cost == Money(picodollars: 9))
    let record = try #require(try test.ledger.record(first.record.id))
    #expect(record.price.cost == Money(picodollars: 123_456) && record.facts.usage[.input] == 500)
    #expect(try test.ledger.adjustments(of: [record])[0].count == 2)
    try expectConsistent(test.ledger)
  }

  @Test func `a corrected cost stays an amount of some kind when the price is lost`() throws {
    let test = try TestLedger()
    let id = try test.record(.sample(), keys: ["a"]).record.id
    try Self.adjust(test, id, [.cost: 9, .input: 200])
    let lost = { (facts: CallFacts) in TestPrice.apply(facts.with { $0.model = "unknown" }) }
    let changes = try test.ledger.priceChanges(in: .all, pricing: lost).changes
    #expect(changes.map(\.before) == [Money(picodollars: 9)] && changes.map(\.after) == changes.map(\.before))
    #expect(try test.ledger.apply(changes).count == 1)
    try test.ledger.commit()
    #expect(try test.ledger.priceChanges(in: .all, pricing: lost).changes.isEmpty)
    #expect(try test.totals().byKind[.reported]?.cost == Money(picodollars: 9))
    try Self.expectKindsAddUp(test)
    // A later report moves the call to a model without a price.
    try test.record(.sample("unknown", output: 99), keys: ["a"])
    #expect(try test.totals().all.cost == Money(picodollars: 9))
    try Self.expectKindsAddUp(test)
    // The price comes back, and so does its kind; the corrected amount holds.
    let back = try test.ledger.priceChanges(in: .all) { TestPrice.apply($0.with { $0.model = "alpha" }) }.changes
    #expect(try test.ledger.apply(back).count == 1)
    try test.ledger.commit()
    #expect(try test.totals().byKind[.catalog]?.cost == Money(picodollars: 9))
    try expectConsistent(test.ledger)
  }

  private static func expectKindsAddUp(_ test: TestLedger, _ place: SourceLocation = #_sourceLocation) throws {
    let totals = try test.totals()
    var sum = Totals.zero
    for kind in totals.byKind.values { sum += kind }
    #expect(sum == totals.all, sourceLocation: place)
    #expect((totals.byKind[.unpriced] ?? .zero).cost.isZero, sourceLocation: place)
  }

  @Test func `figures that cannot be are refused, and nothing is entered`() throws {
    let test = try TestLedger()
    let cached = try test.record(.sample().with { $0.usage[.cacheRead] = 50 }).record.id
    let unpriced = try test.record(.sample("unknown")).record.id
    #expect(throws: AdjustmentError.tooSmall(.input, least: 50)) { try Self.adjust(test, cached, [.input: 49]) }
    #expect(throws: AdjustmentError.tooSmall(.output, least: 11)) { try Self.adjust(test, cached, [.reasoning: 11]) }
    #expect(throws: AdjustmentError.unpriced(unpriced)) { try Self.adjust(test, unpriced, [.cost: 1]) }
    let unknown = RecordID(bytes: [UInt8](repeating: 1, count: 16))
    #expect(throws: AdjustmentError.unknownRecord(unknown.description)) { try Self.adjust(test, unknown, [.input: 1]) }
    test.ledger.rollBack()
    #expect(try Self.adjust(test, cached, [.input: 30, .cacheRead: 30]) != nil)
    #expect(try test.ledger.adjustments(of: cached).count == 1)
    try expectConsistent(test.ledger)
  }

  @Test func `a record is named by the beginning of its id`() throws {
    let test = try TestLedger()
    let ids = try (0..<40).map { _ in try test.record(.sample()).record.id }
    for id in ids {
      for count in [10, 11, 32] {
        #expect(try test.ledger.recordID(beginningWith: String(id.description.prefix(count))) == id)
      }
    }
    #expect(throws: AdjustmentError.ambiguousRecord("")) { try test.ledger.recordID(beginningWith: "") }
    #expect(throws: AdjustmentError.unknownRecord("xyz")) { try test.ledger.recordID(beginningWith: "xyz") }
  }

  @Test func `an archived record keeps what it counts and takes no more corrections`() throws {
    let test = try TestLedger()
    let id = try test.record(.sample(at: "2026-08-01T10:03:00Z").with { $0.sessionID = "s" }, keys: ["a"]).record.id
    try Self.adjust(test, id, [.input: 40, .cost: 7])
    let before = try test.totals(.all, [.sessionID: "s"])
    var seen: [Adjustment] = []
    _ = try test.ledger.archive(before: Instant("2026-09-01T00:00:00Z")) { _, _, adjustments in
      seen += adjustments
      return [0x0A]
    }
    #expect(seen.count == 1)
    #expect(try test.totals(.all, [.sessionID: "s"]) == before)
    #expect(before.all.tokens.input == 40 && before.all.cost == Money(picodollars: 7))
    #expect(throws: AdjustmentError.archivedRecord(id)) { try Self.adjust(test, id, [.input: 1]) }
    test.ledger.rollBack()
    #expect(try test.ledger.recordID(beginningWith: String(id.description.prefix(6))) == id)
    #expect(try test.ledger.adjustments(of: id).count == 1)
    try expectConsistent(test.ledger)
  }

  @Test func `a balance draws the corrected cost`() throws {
    let test = try TestLedger()
    try test.ledger.addToBalance(ofUser: "ada", Money(picodollars: 10_000))
    try test.ledger.commit()
    let id = try test.record(.sample(), keys: ["a"]).record.id
    for cost in [1_000, 0, 300] as [Int64] {
      try Self.adjust(test, id, [.cost: cost])
      #expect(try test.ledger.balance(ofUser: "ada")?.remaining == Money(picodollars: Int128(10_000 - cost)))
    }
    // A larger report of the same call changes nothing of a cost that a person has set.
    try test.record(.sample(input: 5_000), keys: ["a"])
    #expect(try test.ledger.balance(ofUser: "ada")?.remaining == Money(picodollars: 9_700))
    #expect(try test.ledger.balancesThatDoNotAddUp().isEmpty)
  }

  @Test func `a limit counts corrected figures, also one that is set afterwards`() throws {
    let test = try TestLedger()
    let id = try test.record(.sample(at: "2026-11-21T11:59:30Z").with { $0.sessionID = "s" }).record.id
    let rules = [LimitWindow.minute, .day, .total].map {
      LimitRule(id: $0.rawValue, scope: .all, metric: .tokens, window: $0, limit: 5_000)
    }
    try Self.adjust(test, id, [.input: 1_000])
    let states = try test.ledger.states(of: rules, calendar: Self.calendar)
    #expect(states.map(\.used) == [1_010, 1_010, 1_010])
    try test.ledger.setLimit(
      LimitRule(id: "late", scope: .each(.session), metric: .tokens, window: .total, limit: 5_000))
    try test.ledger.commit()
    let connection = try Connection(path: test.ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 0)
    #expect(try connection.firstInteger("SELECT tokens FROM counter WHERE scope > 0 AND seconds = 0") == 1_010)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `whatever is corrected, reported, repriced and archived, totals are those of the figures that hold`(
    _ seed: UInt64
  ) throws {
    var generator = SplitMix64(seed: seed)
    let test = try TestLedger()
    var archived = Totals()
    for step in 0..<150 {
      let records = try test.ledger.records(of: .all, filter: .none, limit: 1_000)
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<5:
        var facts = CallFacts.sample(
          at: ["2026-08-01T10:03:00Z", "2026-11-20T23:59:59Z", "2026-11-21T08:00:00Z"].randomElement(using: &generator)
            ?? "",
          input: Int64.random(in: 0...300, using: &generator))
        facts.usage[.cacheRead] = Int64.random(in: 0...20, using: &generator)
        facts.status = Bool.random(using: &generator) ? .complete : .partial
        facts.sessionID = Bool.random(using: &generator) ? "s" : ""
        if Int.random(in: 0..<4, using: &generator) == 0 { facts.model = "unknown" }
        try test.add(facts, keys: ["key \(Int.random(in: 0..<30, using: &generator))", "key \(step % 7)"])
      case 5..<9:
        guard let record = records.randomElement(using: &generator) else { continue }
        let least = record.facts.usage.inputTokens
        let figures: [AdjustedFigure: Int64] = [
          .input: least + Int64.random(in: 0...50, using: &generator)
        ].merging(record.price.cost == nil ? [:] : [.cost: Int64.random(in: 0...900, using: &generator)]) { $1 }
        _ = try test.ledger.adjust(record.id, figures, reason: "step \(step)", by: "ada")
      default:
        try test.ledger.commit()
        let isLost = Bool.random(using: &generator)
        let changes = try test.ledger.priceChanges(in: .all) { facts in
          isLost && facts.usage[.input] % 2 == 0
            ? TestPrice.apply(facts.with { $0.model = "unknown" }) : TestPrice.apply(facts)
        }.changes
        _ = try test.ledger.apply(changes)
        try test.ledger.commit()
        try Self.expectKindsAddUp(test)
        let old = records.filter { $0.facts.timestamp < Instant("2026-09-01T00:00:00Z") }.prefix(
          Int(Ledger.archivedAtOnce))
        for record in old { archived += record.counted }
        _ = try test.ledger.archive(before: Instant("2026-09-01T00:00:00Z")) { _, _, _ in [0x0A] }
      }
    }
    try test.ledger.commit()
    var wanted = archived
    for record in try test.ledger.records(of: .all, filter: .none, limit: 1_000) {
      wanted += record.counted
    }
    #expect(try test.totals().all == wanted, "seed \(seed)")
    try expectConsistent(test.ledger)
  }
}
