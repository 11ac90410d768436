import CivilTime
import Pricing
import TestSupport
import Testing

@testable import Ledger

/// Two processes on one file against a list of calls, step by step.
@Suite struct NaiveLedgerTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 107, 116, 127] as [UInt64])
  func `whatever is recorded, merged and taken back, the ledger says what a list of calls says`(
    seed: UInt64
  ) throws {
    var run = try Run(seed: seed)
    for step in 0..<90 { try run.step("seed \(seed), step \(step)") }
    try run.finish("seed \(seed), end")
  }

  private struct Run {
    private let test: TestLedger
    private let ledgers: [Ledger]
    private let calendars: [LedgerCalendar]
    private var generator: SplitMix64
    /// Decides on other meters alone, so that the seeds above keep their steps.
    private var meters: SplitMix64
    /// Decides on money alone.
    private var money: SplitMix64
    private var committed = NaiveLedger()
    private var current = NaiveLedger()
    private var writer: Int?

    init(seed: UInt64) throws {
      generator = SplitMix64(seed: seed)
      meters = SplitMix64(seed: ~seed)
      money = SplitMix64(seed: seed &+ 1_000)
      test = try TestLedger(at: "2026-10-31T22:40:00Z")
      ledgers = [test.ledger, test.another()]
      // Opening waits for a writer.
      for ledger in ledgers { try ledger.open() }
      let library = ZoneLibrary(folders: ["/usr/share/zoneinfo"]) { TestFile.bytes($0) }
      calendars = try ["UTC", "Asia/Seoul", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"].map {
        LedgerCalendar(zone: try library.zone(named: $0), weekStart: $0 == "Asia/Seoul" ? 7 : 1)
      }
    }

    mutating func step(_ place: String) throws {
      moveClock()
      if writer == nil { writer = Int.random(in: 0...1, using: &generator) }
      for _ in 0..<Int.random(in: 1...4, using: &generator) { try record(place) }
      if chance(3) { try changeLimits(place) }
      if chance(3) { try compare(ledgers[writer ?? 0], current, place + ", within the batch") }
      switch Int.random(in: 0..<8, using: &generator) {
      case 0:
        ledgers[writer ?? 0].rollBack()
        current = committed
        writer = nil
      case 1...5:
        try ledgers[writer ?? 0].commit()
        committed = current
        writer = nil
      default: break
      }
      let reader = Int.random(in: 0...1, using: &generator)
      try compare(ledgers[reader], reader == writer ? current : committed, place)
    }

    mutating func finish(_ place: String) throws {
      if let writer { try ledgers[writer].commit() }
      committed = current
      for ledger in ledgers { try compare(ledger, committed, place) }
      try expectConsistent(test.ledger)
    }

    private mutating func credit() throws {
      guard Int.random(in: 0..<8, using: &money) == 0 else { return }
      let user = ["ada", "bob", ""].randomElement(using: &money) ?? ""
      let amount = Money(picodollars: Int128(Int64.random(in: -3_000_000_000_000...9_000_000_000_000, using: &money)))
      current.credit(user, amount, at: test.clock.now)
      let balance = try ledgers[writer ?? 0].addToBalance(ofUser: user, amount)
      #expect(balance.remaining == current.balance(user))
    }

    private mutating func record(_ place: String) throws {
      try credit()
      let facts = call()
      let keys = Set(
        (0..<pick([0, 1, 1, 2, 3])).map { _ in
          RecordKey(
            id: pick(["r1", "r2", "r3", "r4", "msg_1", "é", "e\u{301}", "n\0x"]), source: "tool",
            part: pick([0, 0, 1]))
        })
      let session = current.record(facts, keys: keys, at: test.clock.now, pricing: Self.price)
      let ledger = ledgers[writer ?? 0]
      let call = try ledger.record(
        RecordRequest(facts: facts, keys: Array(keys), endsSession: chance(9)), pricing: Self.price)
      #expect(try ledger.sessionTotals(of: call) == session, "\(place)")
    }

    private mutating func changeLimits(_ place: String) throws {
      let ledger = ledgers[writer ?? 0]
      let rule = someLimit()
      switch Int.random(in: 0..<6, using: &generator) {
      case 0...2:
        try ledger.setLimit(rule)
        current.set(rule, at: test.clock.now)
      case 3:
        let id = current.limits.randomElement(using: &generator)?.rule.id ?? "none"
        #expect(try ledger.removeLimit(id) == current.remove(id), "\(place)")
      default:
        let reset = current.limits.randomElement(using: &generator)?.rule ?? Self.rules[0]
        let name = chance(2) ? reset.scope.dimension.map { somebody($0) } : nil
        try ledger.resetLimit(reset, for: name)
        current.reset(reset, for: name, at: test.clock.now)
      }
    }

    private mutating func someLimit() -> LimitRule {
      let dimension = pick(LimitDimension.allCases)
      return LimitRule(
        scope: pick([.all, .each(dimension), .each(dimension), .one(dimension, somebody(dimension))]),
        metric: pick(LimitMetric.allCases), window: pick(LimitWindow.allCases), limit: pick([0, 500, 1_000_000]),
        action: pick(LimitAction.allCases), origin: .command)
    }

    private mutating func somebody(_ dimension: LimitDimension) -> String {
      switch dimension {
      case .user: pick(["ada", "bob", "Ada"])
      case .session: pick(["s1", "é", "e\u{301}", "a\0b"])
      case .project: "none"
      case .agent: pick(["coder", "é"])
      case .model: pick(["alpha", "beta", "unknown"])
      case .provider: pick(["test", "other"])
      }
    }

    private mutating func call() -> CallFacts {
      let facts = CallFacts.sample(
        pick(["alpha", "beta", "unknown", "Alpha"]), input: pick([0, 7, 100, 31_990, 300_000]),
        output: pick([0, 1, 2, 10]), user: pick(["ada", "bob", "", "Ada"]))
      return facts.with {
        $0.timestamp = time()
        $0.status = pick([.failed, .partial, .complete, .complete])
        $0.sessionID = pick(["", "s1", "s2", "é", "e\u{301}", "a\0b", "a"])
        $0.agent = pick(["", "coder", "é", "e\u{301}"])
        $0.provider = pick(["", "", "other"])
        $0.durationMilliseconds = pick([nil, 5, .max])
        if chance(6) {
          $0.reportedCost = Money(picodollars: pick([0, 999_999_999_999, 1_000_000_000_000_000_000]))
        }
        if chance(6) { $0.usage[.cacheRead] = 50 }
        addMeters(to: &$0)
      }
    }

    private mutating func addMeters(to facts: inout CallFacts) {
      let choices: [(Meter, [Int64])] = [
        (.request, [0, 1, 2, 5]), (.inputAudio, [30]), (.cacheWrite1h, [11]), (.cacheWrite12h, [7, 0]),
        (.outputReasoning, [3]), (.audioSecondIn, [1_500]), (.webSearch, [0, 2]), (.outputImage, [900]),
      ]
      for (meter, quantities) in choices where Int.random(in: 0..<7, using: &meters) == 0 {
        facts.usage[meter] = quantities.randomElement(using: &meters) ?? 0
      }
      facts.serviceTier = Int.random(in: 0..<4, using: &meters) == 0 ? "batch" : ""
    }

    /// Mostly now, often on the seams of time, sometimes long ago or ahead.
    private mutating func time() -> Instant {
      let now = current.time(test.clock.now).milliseconds
      let back: Int64 = pick([
        0, 0, 1, 999, 30_000, 59_999, 60_000, 61_000, 700_000, 86_400_000, 32 * 86_400_000, -5_000,
        -86_400_000,
      ])
      let time = now - back
      let seam: Int64 = pick([1, 1, 1, 1_000, 900_000, 86_400_000])
      return Instant(milliseconds: time - time % seam)
    }

    private mutating func moveClock() {
      let seconds: Int64 = pick([0, 0, 1, 20, 61, 300, 1_200, 7_200, 90_000, -30, -3_000, -100_000])
      test.clock.advance(seconds: seconds)
    }

    private mutating func compare(_ ledger: Ledger, _ model: NaiveLedger, _ place: String) throws {
      let calendar = pick(calendars)
      let period = pick([.all, somePeriod(model)])
      let filter = someFilter()
      let calls = model.calls(in: period, filter)
      let totals = try ledger.totals(of: period, filter: filter)
      #expect(totals.all == model.total(calls), "\(place), \(period), \(filter)")
      #expect(totals.sessions == model.sessions(in: period, filter), "\(place), \(period), \(filter)")
      for kind in CostKind.allCases {
        let wanted = model.total(calls.filter { $0.price.kind == kind })
        #expect(totals.byKind[kind] ?? .zero == wanted, "\(place), \(kind)")
      }
      for user in ["ada", "bob", ""] {
        #expect(try ledger.balance(ofUser: user)?.remaining == model.balance(user), "\(place), balance of \(user)")
      }
      try compareGroups(ledger, model, period, filter, calendar, place)
      try compareWorkload(ledger, model, period, filter, place)
      let points = try ledger.trend(of: period, filter: filter, unit: .day, calendar: calendar)
      #expect(points.reduce(into: Totals.zero) { $0 += $1.totals } == totals.all, "\(place), trend")
      let times = try ledger.records(of: period, filter: filter, limit: 1_000).map(\.facts.timestamp)
      #expect(times == calls.map(\.facts.timestamp).sorted(by: >), "\(place), records")
      try compareLimits(ledger, model, calendar, place)
    }

    private mutating func compareLimits(
      _ ledger: Ledger, _ model: NaiveLedger, _ calendar: LedgerCalendar, _ place: String
    ) throws {
      var subject = LimitSubject()
      for dimension in LimitDimension.allCases { subject[dimension] = somebody(dimension) }
      let rules = (Self.rules + model.limits.map(\.rule)).compactMap { $0.applied(to: subject) }
      let states = try ledger.states(of: Self.rules, for: subject, calendar: calendar)
      #expect(states.map(\.rule) == rules, "\(place), limits")
      for (state, rule) in zip(states, rules) {
        let used = model.used(rule, at: test.clock.now, calendar)
        #expect(state.used == used, "\(place), \(rule.id) of \(rule.scope.text) in \(calendar.zone.identifier)")
        #expect(!rule.window.slides || state.slots.reduce(0) { $0 + $1.used } == state.used, "\(place), slots")
      }
    }

    private mutating func compareGroups(
      _ ledger: Ledger, _ model: NaiveLedger, _ period: Period, _ filter: UsageFilter,
      _ calendar: LedgerCalendar, _ place: String
    ) throws {
      let keys: [GroupKey] = pick([
        [.dimension(.sessionID)], [.dimension(.agent)], [.dimension(.userID), .dimension(.sessionID)],
        [.time(.day), .dimension(.provider)], [.time(.hour)], [.dimension(.sessionID), .time(.week)],
        [.time(.week), .time(.month)], [.dimension(.model), .time(.month)],
      ])
      var found: [[[UInt8]]: Totals] = [:]
      for group in try ledger.groups(of: period, filter: filter, by: keys, calendar: calendar) {
        found[group.key.map { Array($0.utf8) }, default: .zero] += group.totals
      }
      #expect(
        found == model.groups(in: period, filter, by: keys, calendar),
        "\(place), \(keys), \(period), \(filter)")
    }

    private func compareWorkload(
      _ ledger: Ledger, _ model: NaiveLedger, _ period: Period, _ filter: UsageFilter, _ place: String
    ) throws {
      var found: [[[UInt8]]: Usage] = [:]
      for cell in try ledger.workload(of: period, filter: filter, by: [.agent]) {
        let words = [cell.provider, cell.model, cell.pricedAs, cell.serviceTier, cell.region, cell.texts[0]]
        var usage = cell.usage
        usage[.request] = usage.quantity(of: .request) ?? cell.totals.requests
        let key = (words + [String(cell.band), cell.costKind.name]).map { Array($0.utf8) }
        #expect(found[key] == nil, "\(place), \(words) twice")
        found[key] = Usage(disjoint: usage.entries.filter { $0.quantity != 0 }.map { ($0.meter, $0.quantity) })
      }
      let wanted = model.workload(in: period, filter)
      for key in Set(found.keys).union(wanted.keys) {
        #expect(found[key] == wanted[key], "\(place), workload of \(key), \(period), \(filter)")
      }
    }

    private mutating func somePeriod(_ model: NaiveLedger) -> Period {
      let times = (0..<2).map { _ in
        Instant(
          milliseconds: (model.calls.randomElement(using: &generator)?.facts.timestamp.milliseconds ?? 0)
            + pick([0, 0, 1, -1, 450_000]))
      }.sorted()
      return pick([
        Period(since: times[0], until: times[1]), Period(since: times[0], until: nil),
        Period(since: nil, until: times[1]),
      ])
    }

    private mutating func someFilter() -> UsageFilter {
      pick([
        .none, .none, UsageFilter(texts: [.sessionID: pick(["", "é", "e\u{301}", "a", "a\0b", "none"])]),
        UsageFilter(texts: [.userID: pick(["ada", "", "Ada"])]),
        UsageFilter(texts: [.agent: pick(["", "é", "e\u{301}"])]),
        UsageFilter(texts: [.model: "alpha", .sessionID: "s1"]),
      ])
    }

    private mutating func chance(_ odds: Int) -> Bool { Int.random(in: 0..<odds, using: &generator) == 0 }

    private mutating func pick<T>(_ items: [T]) -> T {
      items[Int.random(in: 0..<items.count, using: &generator)]
    }

    private static let rules = LimitWindow.allCases.flatMap { window in
      LimitMetric.allCases.map { LimitRule(id: "L-\($0)-\(window)", metric: $0, window: window, limit: 1_000) }
    }

    /// A price that changes with the day of the call, and takes a provider as given.
    private static func price(_ facts: CallFacts) -> AppliedPrice {
      var price = TestPrice.apply(facts)
      if !facts.provider.isEmpty { price.provider = facts.provider }
      guard price.kind == .catalog else { return price }
      price.cost = Money(
        picodollars: Int128(facts.usage.totalTokens) * Int128(facts.timestamp.seconds / 86_400))
      return price
    }
  }
}
