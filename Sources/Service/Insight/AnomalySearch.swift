package import CivilTime
package import Insight
package import Ledger

/// Brings together from the ledger what anomalies are looked for in.
package struct AnomalySearch {
  package let service: LedgerService
  package let filter: UsageFilter
  package let zone: Zone
  package let now: Instant

  /// A search among the usage that `filter` lets through, up to `now`.
  package init(service: LedgerService, filter: UsageFilter, zone: Zone, now: Instant) {
    (self.service, self.filter, self.zone, self.now) = (service, filter, zone, now)
  }

  /// How many users are looked at one by one: those with the most usage in the newest hours.
  private static let mostUsers = 20
  /// How many of the newest calls are looked at for loops.
  private static let mostCalls = 600
  /// How many contexts of the newest sessions tell how large sessions are.
  private static let mostSessions = 400
  /// With how many days before the newest hours the mix of models is compared.
  private static let mixedDays: Int64 = 28
  /// After how many days each it is seen whose usage is ordinary, and need not be read further; a few tell nearly always.
  private static let knownDays: [Int64] = [4, 8, 16, 32, Int64(AnomalyFacts.comparedDays)]
  private static let hour: Int64 = 3_600_000
  private static let user = Dimension.userID.rawValue

  /// Returns what is unusual in the newest hours, the gravest first.
  package func anomalies() throws -> [Anomaly] {
    var facts = AnomalyFacts(now: now, zone: zone)
    facts.recent = try recent(since: facts.recentStart.adding(milliseconds: -Self.hour))
    // Where nothing has happened nothing is unusual.
    guard !facts.recent.isEmpty else { return [] }
    facts.before = try before(facts.recentStart)
    facts.series = try series(facts)
    try readCalls(into: &facts)
    return facts.anomalies()
  }

  /// Returns the loops alone, for less.
  package func loops() throws -> [Anomaly] {
    var facts = AnomalyFacts(now: now, zone: zone)
    try readCalls(into: &facts)
    return facts.anomalies().filter { $0.kind == .loop }
  }

  private func readCalls(into facts: inout AnomalyFacts) throws {
    facts.calls = try calls(since: facts.recentStart)
    facts.sessionCalls = try service.ledger.sessionSizes(
      before: facts.recentStart, filter: filter, limit: Self.mostSessions
    ).map { Int($0) }
  }

  private static let named: [Dimension] = [.userID, .projectID, .agent, .model]

  private func recent(since: Instant) throws -> [SubjectUsage] {
    let quarters = try service.ledger.quarters(of: since..<now, filter: filter, by: Self.named)
    return quarters.map {
      SubjectUsage(
        subject: Self.subject(Self.named, $0.texts), hour: zone.hourStart(containing: $0.start),
        usage: $0.figures)
    }
  }

  private func before(_ end: Instant) throws -> [SubjectUsage] {
    // Whole hours, so that no single record need be read.
    let last = zone.hourStart(containing: end)
    let period = Period(since: last.adding(milliseconds: -Self.mixedDays * 24 * Self.hour), until: last)
    let keys: [Dimension] = [.userID, .agent, .model]
    let groups = try service.ledger.groups(
      of: period, filter: filter, by: keys.map(GroupKey.dimension), calendar: LedgerCalendar(zone: zone))
    return groups.map {
      SubjectUsage(
        subject: Self.subject(keys, $0.key), hour: last,
        usage: UsageFigures(
          cost: $0.totals.cost.dollars, tokens: Double($0.totals.tokens.total),
          requests: Double($0.totals.requests), unpriced: Double($0.totals.unpricedRequests)))
    }
  }

  /// All usage, and that of those of the users with the most of it whose newest days are not ordinary.
  private func series(_ facts: AnomalyFacts) throws -> [UsageSeries] {
    let since = now.adding(milliseconds: -Int64(AnomalyFacts.comparedDays) * 24 * Self.hour)
    var all = HourSums(zone: zone)
    try service.ledger.forEachQuarter(pricedIn: since..<now, filter: filter) { all.add($0) }
    let whole = [UsageSeries(subject: [:], hours: all.hours)]
    let users = Self.users(facts.recent)
    guard users.count > 1 else { return whole }
    var doubtful = users.map { UsageSeries(subject: [Self.user: $0], hours: []) }
    var end = now
    for days in Self.knownDays where !doubtful.isEmpty {
      let start = zone.hourStart(containing: now.adding(milliseconds: -days * 24 * Self.hour))
      try add(max(since, start)..<end, to: &doubtful)
      // More of it could not make it unusual.
      doubtful.removeAll { $0.isOrdinary(facts) }
      end = start
    }
    return whole + doubtful
  }

  /// Reads earlier hours of the users of some series.
  private func add(_ span: Range<Instant>, to series: inout [UsageSeries]) throws {
    let users = series.map { $0.subject[Self.user] ?? "" }
    var sums = [String: HourSums](uniqueKeysWithValues: users.map { ($0, HourSums(zone: zone)) })
    let wanted = Set(users)
    try service.ledger.forEachQuarter(
      of: span, filter: filter, by: [.userID], where: { wanted.contains($0[0]) }
    ) { quarter in sums[quarter.texts[0]]?.add(quarter) }
    for (place, user) in users.enumerated() { series[place].hours.insert(contentsOf: sums[user]?.hours ?? [], at: 0) }
  }

  private static func users(_ recent: [SubjectUsage]) -> [String] {
    var sums: [String: Double] = [:]
    for part in recent { sums[part.subject[user] ?? "", default: 0] += part.usage.tokens }
    let sorted = sums.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
    return sorted.prefix(mostUsers).map(\.key)
  }

  private func calls(since: Instant) throws -> [CallTrace] {
    let outlines = try service.ledger.outlines(since: since, filter: filter, limit: Self.mostCalls)
    return outlines.map {
      CallTrace(
        subject: Self.subject(Ledger.outlined, $0.texts), time: $0.timestamp, input: Double($0.input),
        output: Double($0.output), cost: Double($0.microdollars) / 1_000_000)
    }
  }

  private static func subject(_ dimensions: [Dimension], _ texts: [String]) -> [String: String] {
    var subject: [String: String] = [:]
    for (dimension, text) in zip(dimensions, texts) where !text.isEmpty { subject[dimension.rawValue] = text }
    return subject
  }
}
