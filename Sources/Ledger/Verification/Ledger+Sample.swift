import CivilTime
import Pricing
import SQLite

extension Ledger {
  /// Compares totals with records in a few places: at the newest record, and at some that chance picks.
  ///
  /// A place where very many records or totals meet is passed over, so that this takes some tenths of a millisecond for
  /// each of `places`, however large the file is.
  ///
  /// - Returns: What differs; a first sign of damage, as most of the file is not looked at.
  package func sampleTotals(places: Int) throws(LedgerError) -> [Difference] {
    let chance = world.randomBytes(8 * places)
    return try reading { store throws(SQLiteError) in
      var sample = TotalsSample(store: store)
      let last = try store.connection.firstInteger("SELECT coalesce(max(id), 0) FROM record") ?? 0
      guard last > 0 else { return [] }
      try sample.look(atRecordFrom: last)
      for place in 1..<max(places, 1) {
        let number = chance[(place * 8)..<(place * 8 + 8)].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        try sample.look(atRecordFrom: Int64(number % UInt64(last)) + 1)
      }
      return sample.verification.report.differences
    }
  }
}

/// A few totals that are reckoned again.
private struct TotalsSample {
  /// How many rows may meet in a place.
  private static let most: Int64 = 500

  let store: LedgerStore
  var verification: Verification

  init(store: LedgerStore) {
    self.store = store
    verification = Verification(store: store, ownLimits: [])
  }

  /// Looks at the totals that hold the record of that row, or of the next one.
  mutating func look(atRecordFrom row: Int64) throws(SQLiteError) {
    let found = try store.connection.first(
      "SELECT timestamp, context, session FROM record WHERE id >= ? ORDER BY id LIMIT 1", .integer(row)
    ) { row throws(SQLiteError) in
      (time: try row.time(0).milliseconds, context: try row.integer(1), session: try row.optionalInteger(2))
    }
    guard let found else { return }
    let quarter = QuarterHour.number(at: found.time)
    try lookAtQuarter(quarter, found.context)
    try verification.compare(Self.day(floorDivide(quarter, by: 96), found.context))
    try lookAtCounter(quarter)
    if let session = found.session { try lookAtSession(session) }
  }

  private mutating func lookAtQuarter(_ quarter: Int64, _ context: Int64) throws(SQLiteError) {
    let (start, end) = (QuarterHour.start(quarter), QuarterHour.start(quarter + 1))
    let records = "record t WHERE t.timestamp >= \(start) AND t.timestamp < \(end)"
    guard try isFew(records), try isFew("archived_total t WHERE t.quarter = \(quarter)") else { return }
    var table = DerivedTable.quarters
    table.wanted = """
      SELECT quarter, context, \(DerivedTable.sums) FROM (
        \(Self.records("\(quarter) AS quarter", records + " AND t.context = \(context)"))
        UNION ALL SELECT quarter, context, \(DerivedTable.figures.joined(separator: ", ")) FROM archived_total
        WHERE quarter = \(quarter) AND context = \(context)) t GROUP BY 1, 2
      """
    table.condition = "quarter = \(quarter) AND context = \(context)"
    try verification.compare(table)
  }

  private static func day(_ day: Int64, _ context: Int64) -> DerivedTable {
    var table = DerivedTable.days
    let quarters = (day * 96..<day * 96 + 96).map(String.init).joined(separator: ", ")
    table.wanted = """
      SELECT \(day) AS day, t.context, \(DerivedTable.sums) FROM quarter_total t
      WHERE t.quarter IN (\(quarters)) AND t.context = \(context) GROUP BY 2
      """
    table.condition = "day = \(day) AND context = \(context)"
    return table
  }

  private mutating func lookAtCounter(_ quarter: Int64) throws(SQLiteError) {
    guard try isFew("quarter_total t WHERE t.quarter = \(quarter)") else { return }
    var table = DerivedTable.counters(oldest: [:])
    table.wanted = """
      SELECT 0 AS scope, 900 AS seconds, t.quarter AS slot, sum(t.requests) AS requests,
        sum(t.input + t.output) AS tokens, \(VerifiedSums.carried("sum(t.dollars)", "sum(t.picodollars)"))
      FROM quarter_total t WHERE t.quarter = \(quarter) GROUP BY 3
      """
    table.condition = "scope = 0 AND seconds = 900 AND slot = \(quarter) AND requests <> 0"
    try verification.compare(table)
  }

  private mutating func lookAtSession(_ session: Int64) throws(SQLiteError) {
    let records = "record t WHERE t.session = \(session)"
    guard try isFew(records), try isFew("archived_total t WHERE t.session = \(session)") else { return }
    var table = DerivedTable.sessions
    table.wanted = """
      SELECT session, context, min(first) AS first, max(last) AS last, \(DerivedTable.sums) FROM (
        \(Self.records("t.session, t.timestamp AS first, t.timestamp AS last", records))
        UNION ALL SELECT session, first, last, context, \(DerivedTable.figures.joined(separator: ", "))
        FROM archived_total WHERE session = \(session)) t GROUP BY 1, 2
      """
    table.condition = "session = \(session)"
    try verification.compare(table)
  }

  /// What each record counts, behind columns of its key.
  private static func records(_ key: String, _ source: String) -> String {
    let figures = TotalsColumns.figures.map { "\($0.ofRecord) AS \($0.name)" }.joined(separator: ", ")
    let cost = "coalesce(\(TotalsColumns.recordCost), 0)"
    return """
      SELECT \(key), t.context, \(figures), \(cost) / \(Money.picodollarsPerDollar) AS dollars,
        \(cost) % \(Money.picodollarsPerDollar) AS picodollars FROM \(source)
      """
  }

  private func isFew(_ rows: String) throws(SQLiteError) -> Bool {
    try store.connection.firstInteger("SELECT count(*) FROM (SELECT 1 FROM \(rows) LIMIT \(Self.most))") ?? 0
      < Self.most
  }
}
