import CivilTime
import SQLite

/// Totals split by dimensions and spans of time.
struct GroupedUsage {
  let store: LedgerStore
  let filter: ResolvedFilter
  let keys: [GroupKey]
  let calendar: LedgerCalendar

  /// Returns the groups with records in `span`.
  func groups(in span: MillisecondSpan) throws(SQLiteError) -> [UsageGroup] {
    var sums: [Cell: Totals] = [:]
    let buckets = try buckets(of: span)
    for bucket in buckets {
      let labels = labels(at: Instant(milliseconds: bucket.start))
      for (ids, totals) in try self.sums(in: bucket) {
        sums[Cell(ids: ids, labels: labels), default: .zero] += totals
      }
    }
    let sessions = try sessions(in: buckets)
    var groups: [UsageGroup] = []
    for (cell, totals) in sums {
      groups.append(
        UsageGroup(
          key: try texts(of: cell), totals: totals, sessions: sessions.map { Int64($0[cell]?.count ?? 0) }))
    }
    return groups
  }

  /// The sessions of each cell; nil where cells are no spans of time, or are of one session each.
  private func sessions(in buckets: [MillisecondSpan]) throws(SQLiteError) -> [Cell: Set<SessionID>]? {
    let columns = dimensions.compactMap { $0.contextColumn.map { "c." + $0 } }
    guard !units.isEmpty, columns.count == dimensions.count else { return nil }
    let names = buckets.map { labels(at: Instant(milliseconds: $0.start)) }
    var sessions: [Cell: Set<SessionID>] = [:]
    try SessionSpans(store: store, filter: filter, columns: columns, spans: buckets).forEach { span, ids, session in
      sessions[Cell(ids: ids, labels: names[span]), default: []].insert(session)
    }
    return sessions
  }

  /// A group before its ids become texts, which Swift may take for equal though they are not.
  private struct Cell: Hashable {
    var ids: UsageCells.Key
    /// The names of the spans of time asked for.
    var labels: [String]
  }

  private var dimensions: [Dimension] {
    keys.compactMap { if case .dimension(let dimension) = $0 { dimension } else { nil } }
  }

  private var units: Set<TimeUnit> {
    Set(keys.compactMap { if case .time(let unit) = $0 { unit } else { nil } })
  }

  private func sums(in span: MillisecondSpan) throws(SQLiteError) -> [UsageCells.Key: Totals] {
    let columns = dimensions.map { $0.contextColumn.map { "c." + $0 } ?? UsageCells.sessionColumn }
    let cells = UsageCells(store: store, filter: filter, columns: columns)
    var sums: [UsageCells.Key: Totals] = [:]
    guard let position = dimensions.firstIndex(of: .sessionID), filter.sessionName == nil else {
      try cells.addAll(span, to: &sums)
      return sums
    }
    if units.isEmpty {
      try cells.addSessions(span.start, span.end, to: &sums)
      try addSessionless(in: span, sessionAt: position, columns: columns, to: &sums)
    } else {
      // Each bucket is short, so its records are fewer than the sessions that ever were.
      try cells.add(.records(first: span.start, end: span.end), to: &sums)
    }
    return sums
  }

  /// Adds the records that belong to no session: all records less those of the sessions.
  private func addSessionless(
    in span: MillisecondSpan, sessionAt position: Int, columns: [String],
    to sums: inout [UsageCells.Key: Totals]
  ) throws(SQLiteError) {
    var others = columns
    others.remove(at: position)
    var rest: [UsageCells.Key: Totals] = [:]
    try UsageCells(store: store, filter: filter, columns: others).addAll(span, to: &rest)
    for (key, totals) in sums {
      var other = key
      other.remove(at: position)
      rest[other, default: .zero] -= totals
    }
    for (key, totals) in rest where totals.requests > 0 {
      var whole = key
      whole.insert(TextID.empty.number, at: position)
      sums[whole, default: .zero] += totals
    }
  }

  /// Cuts the span where any of the units asked for begins again; long stretches without records are left out.
  private func buckets(of span: MillisecondSpan) throws(SQLiteError) -> [MillisecondSpan] {
    guard let unit = finestUnit else { return [span] }
    var buckets: [MillisecondSpan] = []
    var start = calendar.start(of: unit, containing: Instant(milliseconds: span.start))
    while start.milliseconds < span.end {
      let next = calendar.next(unit, after: start)
      buckets.append(
        MillisecondSpan(start: max(start.milliseconds, span.start), end: min(next.milliseconds, span.end)))
      guard let busy = try nextQuarter(from: next) else { break }
      start = max(next, calendar.start(of: unit, containing: busy))
    }
    return buckets
  }

  /// The first quarter hour with records that ends after `instant`.
  private func nextQuarter(from instant: Instant) throws(SQLiteError) -> Instant? {
    try store.connection.first(
      "SELECT quarter FROM quarter_total WHERE quarter >= ? ORDER BY quarter LIMIT 1",
      .integer(QuarterHour.number(at: instant.milliseconds))
    ) { row throws(SQLiteError) in
      Instant(milliseconds: QuarterHour.start(try row.slot(0, ofSeconds: QuarterHour.seconds)))
    }
  }

  private var finestUnit: TimeUnit? {
    // A week may lie in two months, so the two together are told apart by day.
    if units == [.week, .month] { return .day }
    return TimeUnit.allCases.first { units.contains($0) }
  }

  private func labels(at start: Instant) -> [String] {
    keys.compactMap { key in
      if case .time(let unit) = key { calendar.label(of: unit, containing: start) } else { nil }
    }
  }

  private func texts(of cell: Cell) throws(SQLiteError) -> [String] {
    var ids = cell.ids[...]
    var labels = cell.labels[...]
    var texts: [String] = []
    for key in keys {
      switch key {
      case .time: texts.append(labels.removeFirst())
      case .dimension: texts.append(try store.text(TextID(ids.removeFirst())))
      }
    }
    return texts
  }
}
