import CivilTime
import SQLite

extension Ledger {
  /// Returns where each limit stands at the ledger's time.
  package func states(
    of rules: [LimitRule], calendar: LedgerCalendar
  ) throws(LedgerError) -> [LimitState] {
    guard !rules.isEmpty else { return [] }
    let now = try ledgerTime()
    return try reading { store throws(SQLiteError) in
      var states: [LimitState] = []
      for rule in rules { states.append(try store.state(of: rule, at: now, calendar: calendar)) }
      return states
    }
  }
}

extension LedgerStore {
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
    let column = rule.metric == .tokens ? "tokens" : "requests"
    let slots = try connection.all(
      """
      SELECT slot, \(column) FROM counter
      WHERE scope = ? AND seconds = 1 AND slot >= ? AND slot <= ? AND \(column) <> 0 ORDER BY slot
      """, .integer(Counter.everything), .integer(oldest), .integer(now.seconds)
    ) { row throws(SQLiteError) in
      LimitState.Slot(used: try row.integer(1), leaves: Instant(seconds: try row.integer(0) + 61))
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
      used += try count(rule.metric, in: segment)
    }
    return LimitState(rule: rule, used: used, resetsAt: end, slots: [])
  }

  private func count(_ metric: LimitMetric, in segment: PeriodSegment) throws(SQLiteError) -> Int64 {
    let column = metric == .tokens ? "tokens" : "requests"
    let (length, first, end): (Int64, Int64, Int64) =
      switch segment {
      case .days(let first, let end): (86_400, first, end)
      case .quarters(let first, let end): (900, first, end)
      // No zone of today begins its days within a quarter hour; the counters' own grain is near enough.
      case .records(let first, let end): (900, floorDivide(first, by: 900_000), floorDivide(end, by: 900_000))
      }
    return try connection.firstInteger(
      "SELECT coalesce(sum(\(column)), 0) FROM counter WHERE scope = ? AND seconds = ? AND slot >= ? AND slot < ?",
      .integer(Counter.everything), .integer(length), .integer(first), .integer(end)) ?? 0
  }
}
