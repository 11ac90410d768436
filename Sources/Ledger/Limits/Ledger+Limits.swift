import CivilTime
import SQLite

extension Ledger {
  /// Returns how much is used of each limit that holds for the subject, at the ledger's time.
  ///
  /// Within a running batch this is the state under the writers' lock, with the batch's own writes.
  /// - Parameter rules: The limits of the process's own settings; those of the file follow them.
  package func states(
    of rules: [LimitRule], for subject: LimitSubject = .nobody, calendar: LedgerCalendar
  ) throws(LedgerError) -> [LimitState] {
    let clock = world.now()
    return try readingRows { store throws(SQLiteError) in
      try store.states(of: rules, for: subject, at: max(clock, try store.newestEntry()), calendar: calendar)
    }
  }
}

extension LedgerStore {
  /// Returns how much is used of each limit that holds for the subject; changes that wait to be written count as if
  /// they were.
  func states(
    of rules: [LimitRule], for subject: LimitSubject, at now: Instant, calendar: LedgerCalendar
  ) throws(SQLiteError) -> [LimitState] {
    let book = try limitBook()
    var states: [LimitState] = []
    for rule in rules + book.rules {
      guard let rule = rule.applied(to: subject) else { continue }
      var state = try state(of: rule, in: book, at: now, calendar: calendar)
      state.held = try held(of: rule, at: now)
      states.append(state)
    }
    return states
  }

  /// What open reservations hold of a limit; a single request holds none of another's room.
  func held(of rule: LimitRule, at now: Instant) throws(SQLiteError) -> [LimitState.Slot] {
    guard rule.window != .request else { return [] }
    return try reserved(rule.scope, at: now).map {
      LimitState.Slot(used: $0.amount(of: rule.metric), leaves: $0.until)
    }
  }

  /// Returns how much of a limit on everything or on one of a kind is used.
  func state(
    of rule: LimitRule, in book: LimitBook, at now: Instant, calendar: LedgerCalendar
  ) throws(SQLiteError) -> LimitState {
    var scope: ScopeID? = .everything
    if case .one(let dimension, let name) = rule.scope { scope = try self.scope(dimension, named: name) }
    let window = CountedWindow(rule: rule, scope: scope, reset: book.reset(of: rule), now: now)
    switch rule.window {
    case .request: return LimitState(rule: rule, used: 0, resetsAt: nil)
    case .minute: return try slidingState(window, slotLength: 1)
    case .hour: return try slidingState(window, slotLength: 60)
    case .day: return try calendarState(window, .day, calendar)
    case .week: return try calendarState(window, .week, calendar)
    case .month: return try calendarState(window, .month, calendar)
    case .total: return try totalState(window)
    }
  }

  /// A slot counts while any part of it lies in the sixty slots' time that ends now.
  private func slidingState(_ window: CountedWindow, slotLength: Int64) throws(SQLiteError) -> LimitState {
    var state = LimitState(rule: window.rule, used: 0, resetsAt: window.now)
    guard let scope = window.scope else { return state }
    let rows = PendingTotals.CounterRows(scope: scope, grain: .slots(seconds: slotLength))
    let milliseconds = slotLength * 1_000
    var oldest = floorDivide(window.now.milliseconds - 60 * milliseconds, by: milliseconds)
    let cut = window.reset.map { floorDivide($0, by: milliseconds) }
    if let cut { oldest = max(oldest, cut) }
    let newest = floorDivide(window.now.milliseconds, by: milliseconds)
    for (slot, count) in try counts(in: CounterRange(rows, first: oldest, end: newest + 1)).sorted(by: {
      $0.key < $1.key
    }) {
      var used = count.amount(of: window.rule.metric)
      if let reset = window.reset, slot == cut { used -= try amount(before: reset, in: rows, window.rule.metric) }
      guard used != 0 else { continue }
      state.used += used
      state.slots.append(LimitState.Slot(used: used, leaves: Instant(seconds: (slot + 61) * slotLength)))
    }
    state.resetsAt = state.slots.last?.leaves ?? window.now
    return state
  }

  private func calendarState(
    _ window: CountedWindow, _ unit: TimeUnit, _ calendar: LedgerCalendar
  ) throws(SQLiteError) -> LimitState {
    let start = calendar.start(of: unit, containing: window.now)
    let end = calendar.next(unit, after: start)
    let used = try used(window, from: start.milliseconds, to: end.milliseconds)
    var state = LimitState(rule: window.rule, used: used, resetsAt: end)
    state.reset = window.reset.flatMap { $0 > start.milliseconds ? Instant(milliseconds: $0) : nil }
    return state
  }

  private func totalState(_ window: CountedWindow) throws(SQLiteError) -> LimitState {
    var state = LimitState(rule: window.rule, used: 0, resetsAt: nil)
    guard let scope = window.scope else { return state }
    if let reset = window.reset {
      state.reset = Instant(milliseconds: reset)
      // No record lies further ahead than a day; whole days are fewest rows.
      let end = floorDivide(window.now.milliseconds, by: Instant.millisecondsPerDay) + 2
      state.used = try used(window, from: reset, to: end * Instant.millisecondsPerDay)
    } else {
      let rows = PendingTotals.CounterRows(scope: scope, grain: .total)
      state.used = try sum(of: CounterRange(rows, first: 0, end: 1)).amount(of: window.rule.metric)
    }
    return state
  }

  /// What the window's scope has used between two times in milliseconds since 1970, and since its reset.
  private func used(_ window: CountedWindow, from start: Int64, to end: Int64) throws(SQLiteError) -> Int128 {
    guard let scope = window.scope else { return 0 }
    let reset = window.reset.flatMap { $0 > start || window.rule.window == .total ? $0 : nil }
    // From the reset's whole quarter hour, less what that held before it.
    let first = reset.map { QuarterHour.start(containing: $0) } ?? start
    var used: Int128 = 0
    for segment in PeriodSegment.covering(from: first, to: end) {
      used += try sum(of: CounterRange(segment, scope: scope)).amount(of: window.rule.metric)
    }
    if let reset {
      let quarters = PendingTotals.CounterRows(scope: scope, grain: .quarterHours)
      used -= try amount(before: reset, in: quarters, window.rule.metric)
    }
    return used
  }

  /// What the slot of a reset held before it.
  private func amount(
    before reset: Int64, in rows: PendingTotals.CounterRows, _ metric: LimitMetric
  ) throws(SQLiteError) -> Int128 {
    guard let grain = rows.grain.beforeReset else { return 0 }
    let cut = PendingTotals.CounterRows(scope: rows.scope, grain: grain)
    return try sum(of: CounterRange(cut, first: reset, end: reset + 1)).amount(of: metric)
  }
}

/// A limit's window at a time: what it counts, and since when.
private struct CountedWindow {
  var rule: LimitRule
  /// The scope, or nil while no record has it.
  var scope: ScopeID?
  /// When the window was last begun again by order, in milliseconds since 1970.
  var reset: Int64?
  var now: Instant
}
