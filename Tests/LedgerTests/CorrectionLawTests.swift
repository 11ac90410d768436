import CivilTime
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

/// Corrections, further reports, new prices, archiving and removal in any order, against a list of calls.
@Suite struct CorrectionLawTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `whatever is corrected, reported again, repriced, archived and taken out, sums are those of a list of calls`(
    seed: UInt64
  ) throws {
    var run = try Run(seed: seed)
    for step in 0..<140 {
      try run.step()
      if step % 10 == 9 { try run.compare("seed \(seed), step \(step)") }
    }
    try run.finish("seed \(seed), end")
  }

  private struct Run {
    private let test: TestLedger
    private var model = CorrectionModel()
    private var generator: SplitMix64
    private var rate: Int64 = 2
    private var isLosing = false
    private let isLimitedLater: Bool
    private var reported: Int64 = 0
    private static let archiveEnd = Instant("2026-09-01T00:00:00Z")

    init(seed: UInt64) throws {
      generator = SplitMix64(seed: seed)
      test = try TestLedger()
      try test.ledger.addToBalance(ofUser: "ada", Money(picodollars: 1_000_000))
      isLimitedLater = seed % 2 == 1
      if !isLimitedLater { try limit() }
      try test.ledger.commit()
    }

    mutating func step() throws {
      switch random(0..<20) {
      case 0..<10: try report()
      case 10..<16: try correct()
      case 16..<18:
        rate = Int64(random(1..<9))
        isLosing.toggle()
      case 18: try reprice()
      default: try archive()
      }
      if random(0..<3) == 0 { try test.ledger.commit() }
    }

    mutating func finish(_ place: String) throws {
      try reprice()
      if isLimitedLater { try limit() }
      try test.ledger.commit()
      try compare(place)
      try expectConsistent(test.ledger)
      #expect(try test.ledger.balancesThatDoNotAddUp().isEmpty, "\(place)")
      let connection = try Connection(path: test.ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 0)
      let tokens = model.counted.reduce(0) { $0 + $1.input + $1.output }
      for seconds in [0, 900, 86_400] {
        let counted = try connection.firstInteger(
          "SELECT coalesce(sum(tokens), 0) FROM counter WHERE scope > 0 AND seconds = \(seconds)")
        #expect(counted == tokens, "\(place), counters of \(seconds) seconds")
      }
    }

    // MARK: What happens

    /// Reports of one size are not told apart, so each has its own.
    private mutating func report() throws {
      reported += 1
      let size = Int64(random(1..<40)) * 1_000 + reported
      var report = CorrectionModel.Report(
        fresh: size, cacheRead: Int64(random(1..<500)) * 1_000, answer: Int64(random(1..<300)) * 1_000,
        reasoning: Int64(random(1..<200)) * 1_000, session: random(0..<2) == 0 ? "s" : "t", time: 0)
      let days = ["2026-08-01T10:03:00Z", "2026-08-01T10:20:00Z", "2026-11-20T23:59:59Z", "2026-11-21T08:00:00Z"]
      report.time = Instant(days[random(0..<days.count)]).milliseconds
      let keys: Set<Int> = [random(0..<25), random(0..<25)]
      try enter(report, keys)
      model.report(report, keys: keys, price: price)
    }

    private func enter(_ report: CorrectionModel.Report, _ keys: Set<Int>) throws {
      let facts = CallFacts.sample().with {
        $0.usage = Usage(disjoint: [
          (.input, report.fresh), (.cacheRead, report.cacheRead), (.output, report.answer),
          (.outputReasoning, report.reasoning),
        ])
        $0.timestamp = Instant(milliseconds: report.time)
        $0.sessionID = report.session
      }
      _ = try test.ledger.record(
        RecordRequest(facts: facts, keys: keys.map { RecordKey(id: "\($0)", source: "tool", part: 0) }),
        pricing: apply)
    }

    private mutating func correct() throws {
      guard !model.live.isEmpty else { return }
      let index = random(0..<model.live.count)
      let now = model.live[index].counted
      var figures: [AdjustedFigure: Int64] = [:]
      switch random(0..<4) {
      case 0:
        figures[.cacheRead] = Int64(random(0..<400_000))
        figures[.input] = (figures[.cacheRead] ?? 0) + Int64(random(0..<90_000))
      case 1: figures[.input] = now.cacheRead + Int64(random(0..<90_000))
      case 2: figures[.output] = now.reasoning + Int64(random(0..<90_000))
      default: figures[.reasoning] = Int64(random(0..<Int(now.output) + 1))
      }
      if now.cost != nil, random(0..<2) == 0 { figures[.cost] = Int64(random(0..<9_000)) }
      let key = RecordKey(id: "\(model.live[index].keys.min() ?? 0)", source: "tool", part: 0)
      let record = try #require(try stored(key))
      _ = try test.ledger.adjust(record, figures, reason: "a law", by: "ada")
      model.correct(index, figures)
    }

    private func stored(_ key: RecordKey) throws -> RecordID? {
      let request = RecordRequest(facts: .sample(), keys: [key])
      return try test.ledger.writing { store throws(SQLiteError) in
        try store.records(in: try store.rows(withKeys: request).records).first?.id
      }
    }

    private mutating func reprice() throws {
      try test.ledger.commit()
      let changes = try test.ledger.priceChanges(in: .all, pricing: apply)
      #expect(changes.next == nil)
      _ = try test.ledger.apply(changes.changes)
      model.reprice(price)
    }

    private mutating func archive() throws {
      try test.ledger.commit()
      while try test.ledger.archive(before: Self.archiveEnd, line: { _, _, _ in [0x0A] }).records > 0 {}
      model.archive(before: Self.archiveEnd.milliseconds)
    }

    private func limit() throws {
      for window in [LimitWindow.total, .month] {
        try test.ledger.setLimit(
          LimitRule(
            id: window.rawValue, scope: .each(.session), metric: .tokens, window: window, limit: 1_000_000_000_000))
      }
    }

    // MARK: Prices

    private func price(_ report: CorrectionModel.Report) -> Int64? {
      isLosing && report.fresh % 3 == 0 ? nil : rate * report.tokens
    }

    private func apply(_ facts: CallFacts) -> AppliedPrice {
      guard !isLosing || facts.usage[.input] % 3 != 0 else {
        return AppliedPrice(provider: "", pricedAs: "", kind: .unpriced, cost: nil, catalogCost: nil, row: "")
      }
      let cost = Money(picodollars: Int128(facts.usage.totalTokens) * Int128(rate))
      return AppliedPrice(
        provider: "test", pricedAs: facts.model, kind: .catalog, cost: cost, catalogCost: cost, row: "\(rate)")
    }

    // MARK: What is told

    func compare(_ place: String) throws {
      let all = model.counted
      try compare(.all, [:], all, "\(place), all")
      for session in ["s", "t"] {
        try compare(.all, [.sessionID: session], all.filter { $0.session == session }, "\(place), session \(session)")
      }
      // Within quarter hours of which nothing is archived, and at the seams of those of which much is.
      for (since, until) in [
        ("2026-08-01T10:00:00Z", "2026-08-01T10:15:00Z"), ("2026-08-01T10:15:00Z", "2026-11-20T23:59:59Z"),
        ("2026-11-20T23:59:59Z", "2026-11-21T08:00:01Z"), ("2026-11-21T08:00:00Z", "2026-11-22T00:00:00Z"),
      ] {
        let period = Period(since: Instant(since), until: Instant(until))
        let inside = all.filter {
          $0.time >= Instant(since).milliseconds && $0.time < Instant(until).milliseconds
        }
        try compare(period, [:], inside, "\(place), from \(since)")
        try compare(period, [.sessionID: "s"], inside.filter { $0.session == "s" }, "\(place), s from \(since)")
      }
      let spent = all.reduce(0) { $0 + ($1.cost ?? 0) }
      let remaining = try test.ledger.balance(ofUser: "ada")?.remaining
      #expect(remaining == Money(picodollars: 1_000_000 - Int128(spent)), "\(place), balance")
      let rule = LimitRule(id: "tokens", scope: .all, metric: .tokens, window: .total, limit: 1)
      let used = try test.ledger.states(of: [rule], calendar: LedgerCalendar(zone: .utc, weekStart: 1)).map(\.used)
      #expect(used == [Int128(all.reduce(0) { $0 + $1.input + $1.output })], "\(place), limit")
    }

    private func compare(
      _ period: Period, _ texts: [Dimension: String], _ calls: [CorrectionModel.Figures], _ place: String
    ) throws {
      let found = try test.totals(period, texts)
      expect(found.all, calls, place)
      for (kind, name) in [(CostKind.catalog, "catalog"), (.reported, "reported"), (.unpriced, "unpriced")] {
        expect(found.byKind[kind] ?? .zero, calls.filter { $0.kind == name }, "\(place), \(name)")
      }
      let sum = found.byKind.values.reduce(into: Totals.zero) { $0 += $1 }
      #expect(sum == found.all, "\(place), kinds of cost")
    }

    private func expect(_ found: Totals, _ calls: [CorrectionModel.Figures], _ place: String) {
      #expect(found.requests == calls.count, "\(place)")
      #expect(found.unpricedRequests == calls.count { $0.cost == nil }, "\(place)")
      #expect(found.tokens.input == calls.reduce(0) { $0 + $1.input }, "\(place)")
      #expect(found.tokens.output == calls.reduce(0) { $0 + $1.output }, "\(place)")
      #expect(found.tokens.cacheRead == calls.reduce(0) { $0 + $1.cacheRead }, "\(place)")
      #expect(found.tokens.reasoning == calls.reduce(0) { $0 + $1.reasoning }, "\(place)")
      #expect(found.cost == Money(picodollars: calls.reduce(0) { $0 + Int128($1.cost ?? 0) }), "\(place)")
    }

    private mutating func random(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
  }
}
