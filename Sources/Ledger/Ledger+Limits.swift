import CivilTime
import SQLite

extension Ledger {
  /// Returns where each limit stands at the ledger's time.
  package func states(
    of rules: [LimitRule], calendar: LedgerCalendar
  ) throws(LedgerError) -> [LimitState] {
    guard !rules.isEmpty else { return [] }
    let now = try ledgerTime()
    return try readingRows { store throws(SQLiteError) in
      var states: [LimitState] = []
      for rule in rules { states.append(try store.state(of: rule, at: now, calendar: calendar)) }
      return states
    }
  }
}

extension LedgerStore {
  /// Returns where a limit stands; changes that wait to be written count as if they were.
  func state(
    of rule: LimitRule, at now: Instant, calendar: LedgerCalendar
  ) throws(SQLiteError) -> LimitState {
    switch rule.window {
    case .minute: try slidingState(of: rule, at: now)
    case .day: try calendarState(of: rule, .day, at: now, calendar)
    case .month: try calendarState(of: rule, .month, at: now, calendar)
    }
  }

  /// A slot counts while any part of it lies in the sixty seconds that end now.
  private func slidingState(of rule: LimitRule, at now: Instant) throws(SQLiteError) -> LimitState {
    let oldest = floorDivide(now.milliseconds - 60_000, by: 1_000)
    let counts = try counts(in: CounterRange(slotLength: 1, first: oldest, end: now.seconds + 1))
    var slots: [LimitState.Slot] = []
    for (slot, count) in counts.sorted(by: { $0.key < $1.key }) where count.amount(of: rule.metric) != 0 {
      slots.append(LimitState.Slot(used: count.amount(of: rule.metric), leaves: Instant(seconds: slot + 61)))
    }
    return LimitState(
      rule: rule, used: slots.reduce(0) { $0 + $1.used }, resetsAt: slots.last?.leaves ?? now, slots: slots)
  }

  private func calendarState(
    of rule: LimitRule, _ unit: TimeUnit, at now: Instant, _ calendar: LedgerCalendar
  ) throws(SQLiteError) -> LimitState {
    let start = calendar.start(of: unit, containing: now)
    let end = calendar.next(unit, after: start)
    var used: Int64 = 0
    for segment in PeriodSegment.covering(from: start.milliseconds, to: end.milliseconds) {
      for count in try counts(in: CounterRange(segment)).values { used += count.amount(of: rule.metric) }
    }
    return LimitState(rule: rule, used: used, resetsAt: end, slots: [])
  }

  private func counts(in range: CounterRange) throws(SQLiteError) -> [Int64: CounterCount] {
    // Walking through what is pending must stay cheaper than writing it.
    if pending.counters.count > 256 { try flushPending() }
    var counts = try storedCounts(in: range)
    for (row, totals) in pending.counters where range.contains(row) {
      counts[row.slot, default: CounterCount()] += totals
    }
    return counts
  }

  /// Within a transaction the tables change only when what is pending is written, so answers are kept till then.
  private func storedCounts(in range: CounterRange) throws(SQLiteError) -> [Int64: CounterCount] {
    if let known = storedCounts[range] { return known }
    var counts: [Int64: CounterCount] = [:]
    try connection.forEach(
      """
      SELECT slot, requests, tokens FROM counter
      WHERE scope = ? AND seconds = ? AND slot >= ? AND slot < ? AND requests <> 0
      """, .integer(Counter.everything), .integer(range.slotLength), .integer(range.first), .integer(range.end)
    ) { row throws(SQLiteError) in
      counts[try row.integer(0)] = CounterCount(requests: try row.integer(1), tokens: try row.integer(2))
    }
    if isWriting { storedCounts[range] = counts }
    return counts
  }
}

/// Slots of one length of the counter of everything, from `first` up to `end`.
struct CounterRange: Hashable {
  var slotLength: Int64
  var first: Int64
  var end: Int64

  init(slotLength: Int64, first: Int64, end: Int64) {
    self.slotLength = slotLength
    self.first = first
    self.end = end
  }

  init(_ segment: PeriodSegment) {
    switch segment {
    case .days(let first, let end): self.init(slotLength: 86_400, first: first, end: end)
    case .quarters(let first, let end): self.init(slotLength: 900, first: first, end: end)
    // No zone of today begins its days within a quarter hour; the counters' own grain is near enough.
    case .records(let first, let end):
      self.init(slotLength: 900, first: floorDivide(first, by: 900_000), end: floorDivide(end, by: 900_000))
    }
  }

  func contains(_ row: PendingTotals.CounterRow) -> Bool {
    row.scope == Counter.everything && row.seconds == slotLength && (first..<end).contains(row.slot)
  }
}

/// What a slot of a counter has counted.
struct CounterCount: Hashable {
  var requests: Int64 = 0
  var tokens: Int64 = 0

  func amount(of metric: LimitMetric) -> Int64 { metric == .tokens ? tokens : requests }

  static func += (left: inout CounterCount, right: Totals) {
    left.requests += right.requests
    left.tokens += right.tokens.total
  }
}
