package import CivilTime
import Pricing
import SQLite

extension Ledger {
  /// Returns the usage of each quarter hour that begins within `span`, oldest first; idle ones are absent.
  ///
  /// Read from totals, or from the records of a session that the filter names.
  /// - Parameter dimensions: By which quarter hours are split, in no order; not by session.
  package func quarters(
    of span: Range<Instant>, filter: UsageFilter, by dimensions: [Dimension] = []
  ) throws(LedgerError) -> [QuarterUsage] {
    var quarters: [QuarterUsage] = []
    try forEachQuarter(of: span, filter: filter, by: dimensions) { quarters.append($0) }
    return quarters
  }

  /// Hands out what ``quarters(of:filter:by:)`` returns, one after the other.
  ///
  /// - Parameter isWanted: Whether those of certain texts are handed out; asked once for all quarter hours.
  package func forEachQuarter(
    of span: Range<Instant>, filter: UsageFilter, by dimensions: [Dimension] = [],
    where isWanted: ([String]) -> Bool = { _ in true }, _ body: (QuarterUsage) -> Void
  ) throws(LedgerError) {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return }
      let source = filter.sessionName == nil ? QuarterSource.totals : .records(filter)
      var sums = QuarterSums(groups: try ContextGroups(filter, dimensions, where: isWanted, in: store))
      try store.connection.forEach(source.sql, binding: source.values(span.quarters)) { row throws(SQLiteError) in
        try sums.add(row, body)
      }
      sums.endQuarter(body)
    }
  }

  /// Hands out the usage of each quarter hour that begins within `span`, oldest first, of which
  /// ``QuarterUsage/unpricedRequests`` are not told; idle ones are absent.
  ///
  /// What all records add up to, and what limits of a kind count, is read from counters: that takes no longer where
  /// more is told apart.
  package func forEachQuarter(
    pricedIn span: Range<Instant>, filter: UsageFilter, _ body: (QuarterUsage) -> Void
  ) throws(LedgerError) {
    // A limit, and its counters with it, may be removed meanwhile.
    try consistently { () throws(LedgerError) in
      let counted = try reading { store throws(SQLiteError) in try store.scope(counting: filter) }
      guard let counted, onlyUser == nil else { return try forEachQuarter(of: span, filter: filter, body) }
      try forEachQuarter(countedBy: counted, in: span, body)
    }
  }

  private func forEachQuarter(
    countedBy scope: ScopeID, in span: Range<Instant>, _ body: (QuarterUsage) -> Void
  ) throws(LedgerError) {
    try reading { store throws(SQLiteError) in
      try store.connection.forEach(
        """
        SELECT t.slot, t.requests, t.tokens, t.dollars, t.picodollars FROM counter t
        WHERE t.scope = ? AND t.seconds = ? AND t.slot >= ? AND t.slot < ? ORDER BY t.slot
        """,
        binding: [scope.value, .integer(CounterGrain.quarterHours.stored)] + span.quarters.map(SQLValue.integer)
      ) { row throws(SQLiteError) in
        let number = try row.slot(0, ofSeconds: QuarterHour.seconds)
        var quarter = QuarterUsage(start: Instant(milliseconds: QuarterHour.start(number)), texts: [])
        (quarter.requests, quarter.tokens) = (try row.count(1), try row.count(2))
        quarter.microdollars = try StoredMoney.microdollars(row, from: 3)
        if quarter.requests != 0 { body(quarter) }
      }
    }
  }
}

extension LedgerStore {
  /// Returns the scope whose quarter hours count just what a filter lets through; nil where none does.
  fileprivate func scope(counting filter: UsageFilter) throws(SQLiteError) -> ScopeID? {
    if filter == .none { return .everything }
    guard let (dimension, name) = filter.limited, !name.isEmpty,
      try limitBook().grains[dimension]?.contains(.quarterHours) == true
    else { return nil }
    return try scope(dimension, named: name)
  }
}

extension UsageFilter {
  /// The one that a limit of a kind counts, if the filter lets through just its records; sessions are read by theirs.
  fileprivate var limited: (LimitDimension, String)? {
    if let limitedModel { return texts.isEmpty ? (.model, limitedModel) : nil }
    guard texts.count == 1, let (dimension, name) = texts.first else { return nil }
    let limited: [Dimension: LimitDimension] = [
      .userID: .user, .projectID: .project, .agent: .agent, .provider: .provider,
    ]
    return limited[dimension].map { ($0, name) }
  }
}

extension Range<Instant> {
  /// The first quarter hour that begins in it, and the first that begins behind it.
  fileprivate var quarters: [Int64] { [lowerBound, upperBound].map { QuarterHour.first(from: $0.milliseconds) } }
}

/// The table that quarter hours are read from.
private enum QuarterSource {
  case totals
  /// Records of a session, and what is left of archived ones.
  case records(ResolvedFilter)

  /// The values of `sql` for the quarter hours from the first number up to the second.
  func values(_ quarters: [Int64]) -> [SQLValue] {
    let ends = quarters.map(SQLValue.integer)
    guard case .records(let filter) = self else { return ends }
    let times = quarters.map { SQLValue.integer(QuarterHour.start($0)) }
    return times + filter.session(of: "t").values + ends + filter.archivedSession.values
  }

  var sql: String {
    switch self {
    case .totals:
      """
      SELECT t.quarter, t.context, t.requests, t.input + t.output, t.dollars, t.picodollars
      FROM quarter_total t WHERE t.quarter >= ? AND t.quarter < ? ORDER BY t.quarter
      """
    case .records(let filter):
      """
      SELECT t.timestamp / \(QuarterHour.milliseconds) AS quarter, t.context, 1,
        \(TotalsColumns.recordInput) + \(TotalsColumns.recordOutput),
        coalesce(\(TotalsColumns.recordCost), 0) / \(Money.picodollarsPerDollar),
        coalesce(\(TotalsColumns.recordCost), 0) % \(Money.picodollarsPerDollar)
      FROM record t WHERE t.timestamp >= ? AND t.timestamp < ?\(filter.session(of: "t").sql)
      UNION ALL SELECT t.quarter, t.context, t.requests, t.input + t.output, t.dollars, t.picodollars
      FROM archived_total t WHERE t.quarter >= ? AND t.quarter < ?\(filter.archivedSession.sql)
      ORDER BY quarter
      """
    }
  }
}
