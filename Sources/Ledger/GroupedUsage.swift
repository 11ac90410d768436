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
    var groups: [[String]: Totals] = [:]
    for bucket in buckets(of: span) {
      for (ids, totals) in try sums(in: bucket) {
        groups[try texts(ids, at: Instant(milliseconds: bucket.start)), default: .zero] += totals
      }
    }
    return groups.map { UsageGroup(key: $0.key, totals: $0.value) }
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
      whole.insert(TextCache.empty, at: position)
      sums[whole, default: .zero] += totals
    }
  }

  /// Cuts the span where any of the units asked for begins anew.
  private func buckets(of span: MillisecondSpan) -> [MillisecondSpan] {
    guard let unit = finestUnit else { return [span] }
    var buckets: [MillisecondSpan] = []
    var start = calendar.start(of: unit, containing: Instant(milliseconds: span.start))
    while start.milliseconds < span.end {
      let next = calendar.next(unit, after: start)
      buckets.append(
        MillisecondSpan(start: max(start.milliseconds, span.start), end: min(next.milliseconds, span.end)))
      start = next
    }
    return buckets
  }

  private var finestUnit: TimeUnit? {
    // A week may lie in two months, so the two together are told apart by day.
    if units == [.week, .month] { return .day }
    return TimeUnit.allCases.first { units.contains($0) }
  }

  private func texts(_ ids: UsageCells.Key, at start: Instant) throws(SQLiteError) -> [String] {
    var remaining = ids[...]
    var texts: [String] = []
    for key in keys {
      switch key {
      case .time(let unit): texts.append(calendar.label(of: unit, containing: start))
      case .dimension:
        texts.append(try store.texts.text(remaining.removeFirst(), in: store.connection))
      }
    }
    return texts
  }
}
