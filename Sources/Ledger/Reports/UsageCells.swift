import Pricing
import SQLite

/// Sums by interned texts, read from the table that answers a stretch of time.
struct UsageCells {
  /// The key of a sum: one interned text or number for each column asked for.
  typealias Key = [Int64]

  let store: LedgerStore
  let filter: ResolvedFilter
  /// Columns of `context` (as `c.agent`), or `s.name` for the session.
  let columns: [String]

  /// Whether sums are kept apart by session.
  var wantsSession: Bool { columns.contains(Self.sessionColumn) }
  /// The column of the session's interned name; records without a session have the empty text.
  static let sessionColumn = "coalesce(s.name, 1)"

  /// Adds the sums of a stretch of time to `sums`.
  ///
  /// A stretch of roll-ups knows no sessions: neither as a column nor in the filter.
  func add(_ segment: PeriodSegment, to sums: inout [Key: Totals]) throws(SQLiteError) {
    switch segment {
    case .days(let first, let end):
      try add(RollUpStretch(table: "day_total", slot: "day", first: first, end: end), to: &sums)
    case .quarters(let first, let end):
      try add(RollUpStretch(table: "quarter_total", slot: "quarter", first: first, end: end), to: &sums)
    case .records(let first, let end): try addRecords(first, end, to: &sums)
    }
  }

  /// Adds the sums of all sessions in the milliseconds from `first` up to `end`, one key a session.
  ///
  /// Sessions that lie wholly inside are answered by their totals, those that reach out by their records.
  func addSessions(_ first: Int64, _ end: Int64, to sums: inout [Key: Totals]) throws(SQLiteError) {
    let (session, reaching) = (filter.session(of: "t"), filter.session(of: "x"))
    let span: [SQLValue] = [.integer(first), .integer(end)]
    try collect(
      """
      SELECT \(keyList)\(TotalsColumns.rollUp) FROM session_total t CROSS JOIN context c ON c.id = t.context
        CROSS JOIN session s ON s.id = t.session
      WHERE t.first >= ? AND t.last < ? AND t.last >= ?\(session.sql)\(filter.contextSQL) \(grouping)
      """, span + [.integer(first)] + session.values + filter.contextValues, to: &sums)
    for rows in CountedRows.allCases {
      let inside = rows.within(first, end)
      try collect(
        """
        SELECT \(keyList)\(rows.sums) FROM session_total x CROSS JOIN context c ON c.id = x.context
          CROSS JOIN session s ON s.id = x.session
          CROSS JOIN \(rows.table) ON t.session = x.session AND t.context = x.context AND \(inside.sql)
        WHERE x.first < ? AND x.last >= ? AND NOT (x.first >= ? AND x.last < ?)\(reaching.sql)\(filter.contextSQL)
        \(grouping)
        """,
        inside.values + [.integer(end), .integer(first)] + span + reaching.values + filter.contextValues, to: &sums)
    }
  }

  private func addRecords(_ first: Int64, _ end: Int64, to sums: inout [Key: Totals]) throws(SQLiteError) {
    let join = wantsSession ? "LEFT JOIN session s ON s.id = t.session" : ""
    for rows in CountedRows.allCases {
      let (inside, session) = (rows.within(first, end), rows.session(filter))
      try collect(
        """
        SELECT \(keyList)\(rows.sums) FROM \(rows.table) CROSS JOIN context c ON c.id = t.context \(join)
        WHERE \(inside.sql)\(session.sql)\(filter.contextSQL) \(grouping)
        """, inside.values + session.values + filter.contextValues, to: &sums)
    }
  }

  private func add(_ stretch: RollUpStretch, to sums: inout [Key: Totals]) throws(SQLiteError) {
    let stored = try store.contextSums(stretch, filter)
    let kinds = try store.contextValues("c.cost_kind")
    var values: [[Int64]] = []
    for column in columns { values.append(try store.contextValues(column)) }
    var cells = CellSums()
    stored.forEach { context, stored in
      let place = Int(context.number)
      guard kinds[place] != ContextColumns.absent else { return }
      cells.add(stored, isUnpriced: kinds[place] == CostKind.unpriced.rawValue, at: place, in: values)
    }
    cells.forEach { key, totals in sums[key, default: .zero] += totals }
  }

  private func collect(
    _ sql: String, _ values: [SQLValue], to sums: inout [Key: Totals]
  ) throws(SQLiteError) {
    let count = Int32(columns.count)
    try store.connection.forEach(sql, binding: values) { row throws(SQLiteError) in
      var key: Key = []
      for index in 0..<count { key.append(try row.integer(index)) }
      let totals = try TotalsColumns.totals(row, from: count)
      if totals != .zero { sums[key, default: .zero] += totals }
    }
  }

  private var keyList: String { columns.map { $0 + ", " }.joined() }
  private var grouping: String {
    columns.isEmpty ? "" : "GROUP BY " + (1...columns.count).map(String.init).joined(separator: ", ")
  }
}
