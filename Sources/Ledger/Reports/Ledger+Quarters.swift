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
  /// What all records add up to is counted by itself, so that it takes no longer where more is told apart.
  package func forEachQuarter(
    pricedIn span: Range<Instant>, filter: UsageFilter, _ body: (QuarterUsage) -> Void
  ) throws(LedgerError) {
    guard filter == .none, onlyUser == nil else { return try forEachQuarter(of: span, filter: filter, body) }
    try reading { store throws(SQLiteError) in
      try store.connection.forEach(
        """
        SELECT t.slot, t.requests, t.tokens, \(StoredMoney.microdollars) FROM counter t
        WHERE t.scope = ? AND t.seconds = ? AND t.slot >= ? AND t.slot < ? ORDER BY t.slot
        """,
        binding: [ScopeID.everything.value, .integer(CounterGrain.quarterHours.stored)]
          + span.quarters.map(SQLValue.integer)
      ) { row throws(SQLiteError) in
        let number = try row.slot(0, ofSeconds: QuarterHour.seconds)
        var quarter = QuarterUsage(start: Instant(milliseconds: QuarterHour.start(number)), texts: [])
        (quarter.requests, quarter.tokens, quarter.microdollars) = (
          try row.count(1), try row.count(2), try row.count(3)
        )
        if quarter.requests != 0 { body(quarter) }
      }
    }
  }
}

extension Range<Instant> {
  /// The first quarter hour that begins in it, and the first that begins behind it.
  fileprivate var quarters: [Int64] { [lowerBound, upperBound].map { QuarterHour.first(from: $0.milliseconds) } }
}

/// The contexts that a filter lets through, each with the group that its usage belongs to.
///
/// Looked up once, so that the many rows of totals need no join.
private struct ContextGroups {
  /// The group of a context.
  struct Place {
    let group: Int32
    /// Whether records of the context have no amount.
    let isUnpriced: Bool
  }

  /// By the numbers of contexts, which follow each other; hashing would cost as much as reading a row.
  private var places: [Place?] = []
  /// The texts of each group.
  private(set) var texts: [[String]] = []

  /// Returns the place of a context; nil where the filter does not let it through.
  subscript(context: ContextID) -> Place? {
    places.indices.contains(Int(context.number)) ? places[Int(context.number)] : nil
  }

  init(
    _ filter: ResolvedFilter, _ dimensions: [Dimension], where isWanted: ([String]) -> Bool, in store: LedgerStore
  ) throws(SQLiteError) {
    let columns = dimensions.compactMap { $0.contextColumn.map { ", c." + $0 } }
    var groups: [[TextID]: Int32?] = [:]
    let newest = try ContextColumns.newest(in: store.connection)
    places = Array(repeating: nil, count: newest + 1)
    try store.connection.forEach(
      "SELECT c.id, c.cost_kind\(columns.joined()) FROM context c WHERE true\(filter.contextSQL)",
      binding: filter.contextValues
    ) { row throws(SQLiteError) in
      var key: [TextID] = []
      for index in columns.indices { key.append(try row.id(Int32(2 + index))) }
      if groups[key] == nil { groups[key] = .some(try addGroup(key, isWanted, in: store)) }
      guard let group = groups[key] ?? nil else { return }
      let isUnpriced = try row.integer(1) == CostKind.unpriced.rawValue
      places[Int(try row.integer(0, in: 0...Int64(newest)))] = Place(group: group, isUnpriced: isUnpriced)
    }
  }

  /// Returns the number of a new group; nil for one that is not wanted.
  private mutating func addGroup(
    _ key: [TextID], _ isWanted: ([String]) -> Bool, in store: LedgerStore
  ) throws(SQLiteError) -> Int32? {
    var words: [String] = []
    for id in key { words.append(try store.text(id)) }
    guard isWanted(words) else { return nil }
    texts.append(words)
    return Int32(texts.count - 1)
  }
}

/// Rows of totals or records, ordered by time, added up to quarter hours of each group.
private struct QuarterSums {
  private let groups: ContextGroups
  private var quarter = Int64.min
  /// The groups that the running quarter hour has, in the order in which they were met.
  private var met: [Int32] = []
  /// What it has of each group.
  private var sums: [QuarterUsage]

  init(groups: ContextGroups) {
    self.groups = groups
    sums = groups.texts.map { QuarterUsage(start: Instant(milliseconds: 0), texts: $0) }
  }

  /// Adds a row: quarter hour, context, requests, tokens, millionths of a dollar.
  mutating func add(_ row: borrowing Row, _ body: (QuarterUsage) -> Void) throws(SQLiteError) {
    guard let context = groups[try row.id(1)] else { return }
    let (requests, tokens, microdollars) = (try row.count(2), try row.count(3), try row.count(4))
    guard (requests, tokens, microdollars) != (0, 0, 0) else { return }
    if try row.integer(0) != quarter {
      endQuarter(body)
      quarter = try row.slot(0, ofSeconds: QuarterHour.seconds)
    }
    let group = Int(context.group)
    if sums[group].isEmpty { met.append(context.group) }
    sums[group].add(requests, isUnpriced: context.isUnpriced, tokens: tokens, microdollars: microdollars)
  }

  /// Hands out what the running quarter hour has come to.
  mutating func endQuarter(_ body: (QuarterUsage) -> Void) {
    for group in met {
      sums[Int(group)].start = Instant(milliseconds: QuarterHour.start(quarter))
      body(sums[Int(group)])
      sums[Int(group)].clear()
    }
    met.removeAll(keepingCapacity: true)
  }
}

extension QuarterUsage {
  fileprivate var isEmpty: Bool { (requests, tokens, microdollars) == (0, 0, 0) }

  fileprivate mutating func add(_ requests: Int64, isUnpriced: Bool, tokens: Int64, microdollars: Int64) {
    self.requests += requests
    if isUnpriced { unpricedRequests += requests }
    self.tokens += tokens
    self.microdollars += microdollars
  }

  fileprivate mutating func clear() { (requests, unpricedRequests, tokens, microdollars) = (0, 0, 0, 0) }
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
