import CivilTime
import Pricing

@testable import Ledger

/// What a ledger should say, kept as a list of calls and reckoned by walking through all of them.
struct NaiveLedger {
  /// One call with every name that it was reported under.
  struct Call {
    /// Everything that was reported of it; a provider only where one was named.
    let reports: [CallFacts]
    let price: AppliedPrice
    let facts: CallFacts
    var keys: Set<RecordKey>
    /// Whether its user had an account when it was first entered.
    var isDrawn: Bool

    init(_ reports: [CallFacts], keys: Set<RecordKey>, isDrawn: Bool, pricing: (CallFacts) -> AppliedPrice) {
      var facts = NaiveMerge.merged(reports)
      price = pricing(facts)
      facts.provider = price.provider
      self.facts = facts
      self.reports = reports
      self.keys = keys
      self.isDrawn = isDrawn
    }

    var totals: Totals {
      var totals = Totals()
      totals.requests = 1
      totals.unpricedRequests = price.cost == nil ? 1 : 0
      totals.tokens = TokenTotals(facts.usage)
      totals.cost = price.cost ?? .zero
      return totals
    }
  }

  private(set) var calls: [Call] = []
  private(set) var newestEntry = Instant(milliseconds: 0)
  /// What was put into accounts, by the bytes of their users' names.
  private(set) var credits: [[UInt8]: Money] = [:]

  func time(_ clock: Instant) -> Instant { max(clock, newestEntry) }

  /// Enters a call as `Ledger.record` should; returns what its session then adds up to.
  mutating func record(
    _ facts: CallFacts, keys: Set<RecordKey>, at clock: Instant, pricing: (CallFacts) -> AppliedPrice
  ) -> Totals? {
    newestEntry = time(clock)
    let known = calls.indices.filter {
      Self.same(calls[$0].facts.userID, facts.userID) && !calls[$0].keys.isDisjoint(with: keys)
    }
    var report = facts
    report.usage = Usage(
      disjoint: facts.usage.entries.filter { $0.quantity != 0 || !$0.meter.isToken }.map { ($0.meter, $0.quantity) })
    let reports = known.flatMap { calls[$0].reports } + [report]
    let isDrawn = known.first.map { calls[$0].isDrawn } ?? (credits[Array(facts.userID.utf8)] != nil)
    var call = Call(reports, keys: keys, isDrawn: isDrawn, pricing: pricing)
    for index in known { call.keys.formUnion(calls[index].keys) }
    if let first = known.first {
      calls[first] = call
      for index in known.dropFirst().reversed() { calls.remove(at: index) }
    } else {
      calls.append(call)
    }
    let merged = call.facts
    guard !merged.sessionID.isEmpty else { return nil }
    return total(
      calls.filter {
        Self.same($0.facts.userID, merged.userID) && Self.same($0.facts.sessionID, merged.sessionID)
      })
  }

  /// Puts money into an account as `Ledger.addToBalance` should.
  mutating func credit(_ user: String, _ amount: Money, at clock: Instant) {
    let key = Array(user.utf8)
    // Opening an account takes a moment of its own.
    if credits[key] == nil { newestEntry = max(clock, newestEntry.adding(milliseconds: 1)) }
    credits[key, default: .zero] += amount
  }

  func balance(_ user: String) -> Money? {
    let drawn = calls.filter { $0.isDrawn && Self.same($0.facts.userID, user) }
    return credits[Array(user.utf8)].map { $0 - total(drawn).cost }
  }

  /// The calls of a question.
  func calls(in period: Period, _ filter: UsageFilter) -> [Call] {
    calls.filter { call in
      let time = call.facts.timestamp
      guard time >= period.since ?? time, period.until.map({ time < $0 }) ?? true else { return false }
      return filter.texts.allSatisfy { Self.same(Self.text(of: $0.key, call), $0.value) }
    }
  }

  /// What the calls of a question used, one usage a provider, model, tier, region, agent, band and kind of cost.
  func workload(in period: Period, _ filter: UsageFilter) -> [[[UInt8]]: Usage] {
    var workload: [[[UInt8]]: Usage] = [:]
    for call in calls(in: period, filter) {
      let facts = call.facts
      let key = [
        facts.provider, facts.model, call.price.pricedAs, facts.serviceTier, facts.region, facts.agent,
        String(ContextBand.index(ofInput: facts.usage.inputTokens)), call.price.kind.name,
      ].map { Array($0.utf8) }
      for entry in facts.usage.entries where entry.meter != .request {
        workload[key, default: Usage()][entry.meter] += entry.quantity
      }
      workload[key, default: Usage()][.request] += facts.usage.quantity(of: .request) ?? 1
    }
    return workload.mapValues { usage in
      Usage(disjoint: usage.entries.filter { $0.quantity != 0 }.map { ($0.meter, $0.quantity) })
    }
  }

  func sessions(in period: Period, _ filter: UsageFilter) -> Int64 {
    let ids = calls(in: period, filter).filter { !$0.facts.sessionID.isEmpty }
      .map { [Array($0.facts.userID.utf8), Array($0.facts.sessionID.utf8)] }
    return Int64(Set(ids).count)
  }

  func total(_ calls: [Call]) -> Totals { calls.reduce(into: .zero) { $0 += $1.totals } }

  func groups(
    in period: Period, _ filter: UsageFilter, by keys: [GroupKey], _ calendar: LedgerCalendar
  ) -> [[[UInt8]]: Totals] {
    var groups: [[[UInt8]]: Totals] = [:]
    for call in calls(in: period, filter) {
      let key = keys.map { key in
        switch key {
        case .dimension(let dimension): Array(Self.text(of: dimension, call).utf8)
        case .time(let unit): Array(calendar.label(of: unit, containing: call.facts.timestamp).utf8)
        }
      }
      groups[key, default: .zero] += call.totals
    }
    return groups
  }

  /// The limits that the file should hold, and since when.
  private(set) var limits: [(rule: LimitRule, since: Instant)] = []
  private var resets: [(limit: String, name: String?, at: Instant)] = []

  mutating func set(_ rule: LimitRule, at clock: Instant) {
    if let index = limits.firstIndex(where: { $0.rule.id == rule.id }) {
      limits[index].rule = rule
    } else {
      limits.append((rule, time(clock)))
    }
  }

  mutating func remove(_ id: String) -> Bool {
    let count = limits.count
    limits.removeAll { $0.rule.id == id }
    return limits.count < count
  }

  mutating func reset(_ rule: LimitRule, for name: String?, at clock: Instant) {
    newestEntry = time(clock).adding(milliseconds: 1)
    resets.append((rule.id, name, newestEntry))
  }

  /// What a limit on everything or on one of a kind has used.
  func used(_ rule: LimitRule, at clock: Instant, _ calendar: LedgerCalendar) -> Int128 {
    let now = time(clock)
    var period = window(rule.window, at: now, calendar)
    guard let start = period.since else { return 0 }
    if let reset = reset(of: rule), reset > start { period.since = reset }
    let totals = total(
      calls(in: period, .none).filter { call in
        guard case .one(let dimension, let name) = rule.scope else { return true }
        return LimitSubject(call.facts, call.price)[dimension].map { Self.same($0, name) } == true
      })
    switch rule.metric {
    case .tokens: return Int128(totals.tokens.total)
    case .requests: return Int128(totals.requests)
    case .cost: return totals.cost.picodollars
    }
  }

  private func reset(of rule: LimitRule) -> Instant? {
    let since = limits.first { $0.rule.id == rule.id }?.since ?? Instant(milliseconds: 0)
    return resets.filter { reset in
      reset.limit == rule.id && reset.at >= since
        && (reset.name == nil || rule.scope.name.map { Self.same($0, reset.name ?? "") } == true)
    }.map(\.at).max()
  }

  /// Nothing belongs to the window of a request.
  private func window(_ window: LimitWindow, at now: Instant, _ calendar: LedgerCalendar) -> Period {
    func last(_ slots: Int64, of seconds: Int64) -> Period {
      let milliseconds = seconds * 1_000
      let first = (now.milliseconds - slots * milliseconds) / milliseconds
      return Period(
        since: Instant(milliseconds: first * milliseconds),
        until: Instant(milliseconds: (now.milliseconds / milliseconds + 1) * milliseconds))
    }
    func span(_ unit: TimeUnit) -> Period {
      let start = calendar.start(of: unit, containing: now)
      return Period(since: start, until: calendar.next(unit, after: start))
    }
    switch window {
    case .request: return .all
    case .minute: return last(60, of: 1)
    case .hour: return last(60, of: 60)
    case .day: return span(.day)
    case .week: return span(.week)
    case .month: return span(.month)
    case .total: return Period(since: Instant(milliseconds: 0), until: nil)
    }
  }

  /// Equality of bytes: Swift takes texts for equal that differ in their Unicode normal form.
  static func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

  private static func text(of dimension: Dimension, _ call: Call) -> String {
    switch dimension {
    case .model: call.facts.model
    case .provider: call.facts.provider
    case .userID: call.facts.userID
    case .sessionID: call.facts.sessionID
    case .projectID: call.facts.projectID
    case .agent: call.facts.agent
    case .mode: call.facts.mode
    case .operation: call.facts.operation
    case .source: call.facts.source
    }
  }
}
