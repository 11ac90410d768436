import CivilTime
import Pricing

@testable import Ledger

/// What a ledger should say, kept as a list of calls and reckoned by walking through all of them.
struct NaiveLedger {
  /// One call with every name that it was reported under.
  struct Call {
    /// As its reports say together; the provider only where one named it.
    var given: CallFacts
    var price: AppliedPrice
    var facts: CallFacts {
      var facts = given
      facts.provider = price.provider
      return facts
    }
    var keys: Set<RecordKey>

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

  func time(_ clock: Instant) -> Instant { max(clock, newestEntry) }

  /// Enters a call as `Ledger.record` should; returns what its session then adds up to.
  mutating func record(
    _ facts: CallFacts, keys: Set<RecordKey>, at clock: Instant, pricing: (CallFacts) -> AppliedPrice
  ) -> Totals? {
    newestEntry = time(clock)
    let known = calls.indices.filter {
      Self.same(calls[$0].facts.userID, facts.userID) && !calls[$0].keys.isDisjoint(with: keys)
    }
    var merged = facts
    merged.usage = Usage(
      disjoint: facts.usage.entries.filter { $0.quantity != 0 || !$0.meter.isToken }.map { ($0.meter, $0.quantity) })
    if let first = known.first {
      merged = known.dropFirst().reduce(calls[first].given) { $0.merged(with: calls[$1].given) }.merged(
        with: merged)
    }
    var call = Call(given: merged, price: pricing(merged), keys: keys)
    for index in known { call.keys.formUnion(calls[index].keys) }
    if let first = known.first {
      calls[first] = call
      for index in known.dropFirst().reversed() { calls.remove(at: index) }
    } else {
      calls.append(call)
    }
    guard !merged.sessionID.isEmpty else { return nil }
    return total(
      calls.filter {
        Self.same($0.facts.userID, merged.userID) && Self.same($0.facts.sessionID, merged.sessionID)
      })
  }

  /// The calls of a question.
  func calls(in period: Period, _ filter: UsageFilter) -> [Call] {
    calls.filter { call in
      let time = call.facts.timestamp
      guard time >= period.since ?? time, period.until.map({ time < $0 }) ?? true else { return false }
      return filter.texts.allSatisfy { Self.same(Self.text(of: $0.key, call), $0.value) }
    }
  }

  /// What the calls of a question used, one usage a provider, model, tier, region, band and agent.
  func workload(in period: Period, _ filter: UsageFilter) -> [[[UInt8]]: Usage] {
    var workload: [[[UInt8]]: Usage] = [:]
    for call in calls(in: period, filter) {
      let facts = call.facts
      let key = [
        facts.provider, facts.model, call.price.pricedAs, facts.serviceTier, facts.region, facts.agent,
        String(ContextBand.index(ofInput: facts.usage.inputTokens)),
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

  func used(_ rule: LimitRule, at clock: Instant, _ calendar: LedgerCalendar) -> Int64 {
    let now = time(clock)
    let (start, end) =
      switch rule.window {
      case .minute:
        (Instant(seconds: now.adding(milliseconds: -60_000).seconds), Instant(seconds: now.seconds + 1))
      case .day: span(.day)
      case .month: span(.month)
      }
    func span(_ unit: TimeUnit) -> (Instant, Instant) {
      let start = calendar.start(of: unit, containing: now)
      return (start, calendar.next(unit, after: start))
    }
    let totals = total(calls(in: Period(since: start, until: end), .none))
    return rule.metric == .tokens ? totals.tokens.total : totals.requests
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
