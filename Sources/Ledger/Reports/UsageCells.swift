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
    case .days(let first, let end): try add(from: "day_total t", "t.day", first, end, to: &sums)
    case .quarters(let first, let end): try add(from: "quarter_total t", "t.quarter", first, end, to: &sums)
    case .records(let first, let end): try addRecords(first, end, to: &sums)
    }
  }

  /// Adds the sums of all sessions in the milliseconds from `first` up to `end`, one key a session.
  ///
  /// Sessions that lie wholly inside are answered by their totals, those that reach out by their records.
  func addSessions(_ first: Int64, _ end: Int64, to sums: inout [Key: Totals]) throws(SQLiteError) {
    let session = filter.session(of: "t")
    let span: [SQLValue] = [.integer(first), .integer(end)]
    try collect(
      """
      SELECT \(keyList)\(TotalsColumns.rollUp) FROM session_total t CROSS JOIN context c ON c.id = t.context
        CROSS JOIN session s ON s.id = t.session
      WHERE t.first >= ? AND t.last < ? AND t.last >= ?\(session.sql)\(filter.contextSQL) \(grouping)
      """, span + [.integer(first)] + session.values + filter.contextValues, to: &sums)
    try collect(
      """
      SELECT \(keyList)\(TotalsColumns.records) FROM session_total t CROSS JOIN context c ON c.id = t.context
        CROSS JOIN session s ON s.id = t.session
        CROSS JOIN record r ON r.session = t.session AND r.timestamp >= ? AND r.timestamp < ?
          AND r.context = t.context
      WHERE t.first < ? AND t.last >= ? AND NOT (t.first >= ? AND t.last < ?)\(session.sql)\(filter.contextSQL)
      \(grouping)
      """,
      span + [.integer(end), .integer(first)] + span + session.values + filter.contextValues, to: &sums)
    try collect(
      """
      SELECT \(keyList)\(TotalsColumns.rollUp) FROM session_total x
        CROSS JOIN archived_total t ON t.session = x.session AND t.context = x.context
          AND t.quarter >= ? AND t.quarter < ?
        CROSS JOIN context c ON c.id = t.context CROSS JOIN session s ON s.id = t.session
      WHERE x.first < ? AND x.last >= ? AND NOT (x.first >= ? AND x.last < ?)\(session.sql)\(filter.contextSQL)
      \(grouping)
      """,
      Self.wholeQuarters(first, end) + [.integer(end), .integer(first)] + span + session.values
        + filter.contextValues, to: &sums)
  }

  /// The whole quarter hours between two times: ends within one were refused where records of it are archived.
  private static func wholeQuarters(_ first: Int64, _ end: Int64) -> [SQLValue] {
    [.integer(QuarterHour.first(from: first)), .integer(QuarterHour.number(at: end))]
  }

  private func addRecords(_ first: Int64, _ end: Int64, to sums: inout [Key: Totals]) throws(SQLiteError) {
    let session = filter.session(of: "r")
    let join = wantsSession ? "LEFT JOIN session s ON s.id = r.session" : ""
    try collect(
      """
      SELECT \(keyList)\(TotalsColumns.records) FROM record r CROSS JOIN context c ON c.id = r.context \(join)
      WHERE r.timestamp >= ? AND r.timestamp < ?\(session.sql)\(filter.contextSQL) \(grouping)
      """, [.integer(first), .integer(end)] + session.values + filter.contextValues, to: &sums)
    let archived = filter.archivedSession
    try collect(
      """
      SELECT \(keyList)\(TotalsColumns.rollUp) FROM archived_total t CROSS JOIN context c ON c.id = t.context
        \(wantsSession ? "LEFT JOIN session s ON s.id = t.session" : "")
      WHERE t.quarter >= ? AND t.quarter < ?\(archived.sql)\(filter.contextSQL) \(grouping)
      """, Self.wholeQuarters(first, end) + archived.values + filter.contextValues, to: &sums)
  }

  private func add(
    from table: String, _ slot: String, _ first: Int64, _ end: Int64, to sums: inout [Key: Totals]
  ) throws(SQLiteError) {
    try collect(
      """
      SELECT \(keyList)\(TotalsColumns.rollUp) FROM \(table) CROSS JOIN context c ON c.id = t.context
      WHERE \(slot) >= ? AND \(slot) < ?\(filter.contextSQL) \(grouping)
      """, [.integer(first), .integer(end)] + filter.contextValues, to: &sums)
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
