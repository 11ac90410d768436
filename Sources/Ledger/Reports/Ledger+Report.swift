import CivilTime
import SQLite

extension Ledger {
  /// Returns what the records of `period` add up to.
  package func totals(of period: Period, filter: UsageFilter) throws(LedgerError) -> UsageTotals {
    try readingSums(of: period, filter) { store throws(SQLiteError) in
      var sums: [UsageCells.Key: Totals] = [:]
      guard let filter = try ResolvedFilter.resolve(filter, in: store), let span = try store.span(of: period)
      else { return UsageTotals(all: .zero, byKind: [:], sessions: 0) }
      let cells = UsageCells(store: store, filter: filter, columns: ["c.cost_kind"])
      try cells.addAll(span, to: &sums)
      var totals = UsageTotals(all: .zero, byKind: [:], sessions: try store.sessions(in: span, filter))
      for (key, sum) in sums {
        totals.all += sum
        if let kind = CostKind(rawValue: key[0]) { totals.byKind[kind] = sum }
      }
      return totals
    }
  }

  /// Returns the totals of `period` split by `keys`, in no order; groups without records are absent.
  package func groups(
    of period: Period, filter: UsageFilter, by keys: [GroupKey], calendar: LedgerCalendar
  ) throws(LedgerError) -> [UsageGroup] {
    try readingSums(of: period, filter) { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store), let span = try store.span(of: period)
      else { return [] }
      return try GroupedUsage(store: store, filter: filter, keys: keys, calendar: calendar).groups(in: span)
    }
  }

  /// Returns the totals of each span of `unit` in `period`, in order, those without records included.
  ///
  /// An unbounded end stops where the records do.
  package func trend(
    of period: Period, filter: UsageFilter, unit: TimeUnit, calendar: LedgerCalendar
  ) throws(LedgerError) -> [UsagePoint] {
    try readingSums(of: period, filter) { store throws(SQLiteError) in
      let records = try store.span(of: .all)
      guard let start = period.since?.milliseconds ?? records?.start,
        let end = period.until?.milliseconds ?? records?.end, start < end
      else { return [] }
      let filter = try ResolvedFilter.resolve(filter, in: store)
      return try store.points(in: start..<end, recorded: records, filter, unit: unit, calendar: calendar)
    }
  }

  /// Returns the time of the oldest and of the newest day with records, as a period; nil without records.
  package func recordedPeriod() throws(LedgerError) -> Period? {
    try reading { store throws(SQLiteError) in
      try store.span(of: .all).map {
        Period(since: Instant(milliseconds: $0.start), until: Instant(milliseconds: $0.end))
      }
    }
  }
}

/// Milliseconds since 1970 from `start` up to `end`.
struct MillisecondSpan {
  var start: Int64
  var end: Int64

  /// The whole quarter hours in it; nil without any.
  var wholeQuarters: MillisecondSpan? {
    let whole = MillisecondSpan(
      start: QuarterHour.start(QuarterHour.first(from: start)), end: QuarterHour.start(containing: end))
    return whole.start < whole.end ? whole : nil
  }
}

extension UsageCells {
  /// Adds the sums of a whole span; a question about sessions is answered by their own totals.
  func addAll(_ span: MillisecondSpan, to sums: inout [Key: Totals]) throws(SQLiteError) {
    if let name = filter.sessionName {
      if name == .empty { return try addSessionless(span, to: &sums) }
      return try addSessions(span.start, span.end, to: &sums)
    }
    for segment in PeriodSegment.covering(from: span.start, to: span.end) { try add(segment, to: &sums) }
  }
}

extension UsageCells {
  /// Adds what belongs to no session: it has no totals of its own, but is what all totals have beyond sessions.
  ///
  /// Only whole quarter hours are taken so: at an end within one nothing tells how much of a session's archived
  /// records lies before it.
  private func addSessionless(_ span: MillisecondSpan, to sums: inout [Key: Totals]) throws(SQLiteError) {
    guard !wantsSession, let whole = span.wholeQuarters else {
      return try add(.records(first: span.start, end: span.end), to: &sums)
    }
    for (first, end) in [(span.start, whole.start), (whole.end, span.end)] where first < end {
      try add(.records(first: first, end: end), to: &sums)
    }
    try addBeyondSessions(whole, to: &sums)
  }

  private func addBeyondSessions(_ span: MillisecondSpan, to sums: inout [Key: Totals]) throws(SQLiteError) {
    let cells = UsageCells(store: store, filter: filter.ofAnySession, columns: columns)
    var rest: [Key: Totals] = [:]
    var ofSessions: [Key: Totals] = [:]
    try cells.addAll(span, to: &rest)
    try cells.addSessions(span.start, span.end, to: &ofSessions)
    for (key, totals) in ofSessions { rest[key, default: .zero] -= totals }
    for (key, totals) in rest where totals.requests > 0 { sums[key, default: .zero] += totals }
  }
}

extension LedgerStore {
  /// Returns the part of `period` in which there are records, in whole UTC days at open ends; nil without any.
  func span(of period: Period) throws(SQLiteError) -> MillisecondSpan? {
    let day = Instant.millisecondsPerDay
    guard let first = try firstDay("ASC"), let last = try firstDay("DESC") else { return nil }
    let start = max(period.since?.milliseconds ?? .min, first * day)
    let end = min(period.until?.milliseconds ?? .max, (last + 1) * day)
    return start < end ? MillisecondSpan(start: start, end: end) : nil
  }

  /// The first or the last day with records; a ledger of one user looks for that user's.
  private func firstDay(_ order: String) throws(SQLiteError) -> Int64? {
    guard let filter = try ResolvedFilter.resolve(.none, in: self) else { return nil }
    let context = filter.contextSQL.isEmpty ? "" : "CROSS JOIN context c ON c.id = t.context"
    return try connection.first(
      "SELECT t.day FROM day_total t \(context) WHERE true\(filter.contextSQL) ORDER BY t.day \(order) LIMIT 1",
      binding: filter.contextValues
    ) { row throws(SQLiteError) in try row.slot(0, ofSeconds: Instant.secondsPerDay) }
  }

  /// Returns how many sessions have a record in the span.
  func sessions(in span: MillisecondSpan, _ filter: ResolvedFilter) throws(SQLiteError) -> Int64 {
    var sessions: [Int64] = []
    try addLastSeen(in: span, filter, to: &sessions)
    try addSeenInAndAfter(span, filter, to: &sessions)
    return Int64(Self.distinct(sessions))
  }

  /// Returns how many different numbers there are, of sessions, which are numbered as they come.
  private static func distinct(_ numbers: [Int64]) -> Int {
    guard let low = numbers.min(), let high = numbers.max() else { return 0 }
    let (span, isBeyond) = high.subtractingReportingOverflow(low)
    // Those of a stretch of time lie close together; only a question about some of them finds them far apart.
    guard !isBeyond, span < Int64(numbers.count) * 64 else { return Set(numbers).count }
    var met = [UInt64](repeating: 0, count: Int(span) / 64 + 1)
    for number in numbers { met[Int(number - low) / 64] |= 1 << UInt64((number - low) % 64) }
    return met.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Adds the sessions whose last record in a context is in the span: most of them, and the index alone tells.
  private func addLastSeen(
    in span: MillisecondSpan, _ filter: ResolvedFilter, to sessions: inout [Int64]
  ) throws(SQLiteError) {
    let session = filter.session(of: "x")
    try connection.forEach(
      """
      SELECT x.session FROM session_total x \(filter.contextJoin(of: "x"))
      WHERE x.last >= ? AND x.last < ?\(session.sql)\(filter.contextSQL)
      """, binding: [.integer(span.start), .integer(span.end)] + session.values + filter.contextValues
    ) { row throws(SQLiteError) in sessions.append(try row.integer(0)) }
  }

  /// Adds the sessions that have records in the span and go on behind it.
  private func addSeenInAndAfter(
    _ span: MillisecondSpan, _ filter: ResolvedFilter, to sessions: inout [Int64]
  ) throws(SQLiteError) {
    let session = filter.session(of: "x")
    let ends = [span.end, span.end, span.start].map(SQLValue.integer)
    let inside = CountedRows.allCases.map { $0.within(span.start, span.end) }
    let hasRow = zip(CountedRows.allCases, inside).map { rows, inside in
      "OR EXISTS (SELECT 1 FROM \(rows.table) WHERE t.session = x.session AND t.context = x.context AND \(inside.sql))"
    }
    try connection.forEach(
      """
      SELECT x.session FROM session_total x \(filter.contextJoin(of: "x"))
      WHERE x.last >= ? AND x.first < ? AND (x.first >= ? \(hasRow.joined(separator: " ")))
        \(session.sql)\(filter.contextSQL)
      """, binding: ends + inside.flatMap { $0.values } + session.values + filter.contextValues
    ) { row throws(SQLiteError) in sessions.append(try row.integer(0)) }
  }

  /// Returns the totals of each span of `unit`; no filter matches nothing.
  ///
  /// - Parameter recorded: Where records are. Nothing else is read, so that parts of one answer read the same.
  func points(
    in whole: Range<Int64>, recorded: MillisecondSpan?, _ filter: ResolvedFilter?, unit: TimeUnit,
    calendar: LedgerCalendar
  ) throws(SQLiteError) -> [UsagePoint] {
    var points: [UsagePoint] = []
    var start = calendar.start(of: unit, containing: Instant(milliseconds: whole.lowerBound))
    while start.milliseconds < whole.upperBound {
      let next = calendar.next(unit, after: start)
      var sums: [UsageCells.Key: Totals] = [:]
      let span = MillisecondSpan(
        start: max(start.milliseconds, whole.lowerBound, recorded?.start ?? .max),
        end: min(next.milliseconds, whole.upperBound, recorded?.end ?? .min))
      if let filter, span.start < span.end {
        try UsageCells(store: self, filter: filter, columns: []).addAll(span, to: &sums)
      }
      points.append(UsagePoint(start: start, totals: sums[[]] ?? .zero))
      start = next
    }
    return points
  }
}
