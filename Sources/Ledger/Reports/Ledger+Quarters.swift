package import CivilTime
import SQLite

extension Ledger {
  /// Returns the usage of each quarter hour that begins within `span`, oldest first; idle ones are absent.
  ///
  /// Read from totals, or from the records of a session that the filter names.
  /// - Parameter dimensions: By which quarter hours are split, in no order; not by session.
  package func quarters(
    of span: Range<Instant>, filter: UsageFilter, by dimensions: [Dimension] = []
  ) throws(LedgerError) -> [QuarterUsage] {
    try reading { store throws(SQLiteError) in
      guard let filter = try ResolvedFilter.resolve(filter, in: store) else { return [] }
      let groups = try ContextGroups(filter, dimensions, in: store)
      let ends = [span.lowerBound, span.upperBound].map { QuarterHour.first(from: $0.milliseconds) }
      let source = filter.sessionName == nil ? QuarterSource.totals : .records(filter)
      var sums = QuarterSums(groups: groups)
      try store.connection.forEach(
        source.sql, binding: source.values(ends)
      ) { row throws(SQLiteError) in try sums.add(row) }
      return sums.finished()
    }
  }
}

/// The contexts that a filter lets through, each with the group that its usage belongs to.
///
/// Looked up once, so that the many rows of totals need no join.
private struct ContextGroups {
  /// The place of each context's group in `texts`, and whether its records have no amount.
  private(set) var ofContext: [ContextID: (group: Int, isUnpriced: Bool)] = [:]
  /// The texts of each group.
  private(set) var texts: [[String]] = []

  init(_ filter: ResolvedFilter, _ dimensions: [Dimension], in store: LedgerStore) throws(SQLiteError) {
    let columns = dimensions.compactMap { $0.contextColumn.map { ", c." + $0 } }
    var places: [[TextID]: Int] = [:]
    try store.connection.forEach(
      "SELECT c.id, c.cost_kind\(columns.joined()) FROM context c WHERE true\(filter.contextSQL)",
      binding: filter.contextValues
    ) { row throws(SQLiteError) in
      var key: [TextID] = []
      for index in columns.indices { key.append(try row.id(Int32(2 + index))) }
      let isUnpriced = try row.integer(1) == CostKind.unpriced.rawValue
      ofContext[try row.id(0)] = (places[key] ?? texts.count, isUnpriced)
      guard places[key] == nil else { return }
      places[key] = texts.count
      var words: [String] = []
      for id in key { words.append(try store.text(id)) }
      texts.append(words)
    }
  }
}

/// Rows of totals or records, ordered by time, added up to quarter hours of each group.
private struct QuarterSums {
  let groups: ContextGroups
  private var finishedQuarters: [QuarterUsage] = []
  private var quarter = Int64.min
  /// The place in `finishedQuarters` of what the running quarter hour has of each group.
  private var places: [Int: Int] = [:]

  init(groups: ContextGroups) { self.groups = groups }

  /// Adds a row: quarter hour, context, requests, tokens, millionths of a dollar.
  mutating func add(_ row: borrowing Row) throws(SQLiteError) {
    guard let context = groups.ofContext[try row.id(1)] else { return }
    let (requests, tokens, microdollars) = (try row.count(2), try row.count(3), try row.count(4))
    guard (requests, tokens, microdollars) != (0, 0, 0) else { return }
    let number = try row.slot(0, ofSeconds: QuarterHour.seconds)
    if number != quarter {
      quarter = number
      places.removeAll(keepingCapacity: true)
    }
    let place = place(ofGroup: context.group)
    finishedQuarters[place].requests += requests
    if context.isUnpriced { finishedQuarters[place].unpricedRequests += requests }
    finishedQuarters[place].tokens += tokens
    finishedQuarters[place].microdollars += microdollars
  }

  func finished() -> [QuarterUsage] { finishedQuarters }

  private mutating func place(ofGroup group: Int) -> Int {
    if let known = places[group] { return known }
    places[group] = finishedQuarters.count
    finishedQuarters.append(
      QuarterUsage(
        start: Instant(milliseconds: QuarterHour.start(quarter)), texts: groups.texts[group], requests: 0,
        unpricedRequests: 0, tokens: 0, microdollars: 0))
    return finishedQuarters.count - 1
  }
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
      SELECT t.quarter, t.context, t.requests, t.input + t.output,
        \(StoredMoney.microdollars)
      FROM quarter_total t WHERE t.quarter >= ? AND t.quarter < ? ORDER BY t.quarter
      """
    case .records(let filter):
      """
      SELECT t.timestamp / \(QuarterHour.milliseconds) AS quarter, t.context, 1,
        \(TotalsColumns.recordInput) + \(TotalsColumns.recordOutput),
        coalesce(\(TotalsColumns.recordCost), 0) / \(StoredMoney.million)
      FROM record t WHERE t.timestamp >= ? AND t.timestamp < ?\(filter.session(of: "t").sql)
      UNION ALL SELECT t.quarter, t.context, t.requests, t.input + t.output,
        \(StoredMoney.microdollars)
      FROM archived_total t WHERE t.quarter >= ? AND t.quarter < ?\(filter.archivedSession.sql)
      ORDER BY quarter
      """
    }
  }
}
