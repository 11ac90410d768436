import Pricing

/// A table whose rows follow from other tables: what it holds, and what it should hold.
///
/// What it should hold is selected from the temporary tables of ``VerifiedSums``, which add up records and lines of
/// the archive by plain sums; nothing of how a record enters the totals is used again.
struct DerivedTable: Sendable {
  /// Its name.
  let name: String
  /// The columns that tell rows apart.
  let key: [String]
  /// The columns that follow.
  let figures: [String]
  /// Selects the key and the figures as they should be.
  var wanted: String
  /// The rows that are compared; all where it is empty.
  var condition = ""

  /// The columns of the key and of the figures.
  var columns: String { (key + figures).joined(separator: ", ") }

  /// Selects rows that are held and not wanted, and the other way round, with `side` 1 for those that are held; those
  /// of one key follow each other.
  var differing: String {
    let places = (1...(key.count + figures.count)).map(String.init).joined(separator: ", ")
    let condition = condition.isEmpty ? "" : " WHERE \(condition)"
    return """
      SELECT \(columns), max(side) FROM (
        SELECT \(columns), 0 AS side FROM (SELECT * FROM (\(wanted)))
        UNION ALL SELECT \(columns), 1 FROM \(name)\(condition))
      GROUP BY \(places) HAVING count(*) <> 2 OR sum(side) <> 1
      ORDER BY \((1...key.count).map(String.init).joined(separator: ", ")), max(side)
      """
  }

  /// Makes the rows that are compared what they should be.
  var rebuild: String {
    """
    DELETE FROM \(name)\(condition.isEmpty ? "" : " WHERE \(condition)");
    INSERT OR REPLACE INTO \(name) (\(columns)) SELECT * FROM (\(wanted))
    """
  }
}

extension DerivedTable {
  /// The figures of groups of rows `t`.
  static let sums =
    TotalsColumns.names.map { "sum(t.\($0)) AS \($0)" }.joined(separator: ", ") + ", " + money
  private static let money = VerifiedSums.carried("sum(t.dollars)", "sum(t.picodollars)")
  /// The figures of totals.
  static let figures = TotalsColumns.names + StoredMoney.columns

  /// Totals of quarter hours.
  static let quarters = DerivedTable(
    name: SumTable.quarters.name, key: ["quarter", "context"], figures: figures,
    wanted: "SELECT t.quarter, t.context, \(sums) FROM temp.verified_sum t GROUP BY 1, 2")

  /// Totals of UTC days.
  static let days = DerivedTable(
    name: SumTable.days.name, key: ["day", "context"], figures: figures,
    wanted:
      "SELECT \(VerifiedSums.floor("t.quarter", by: 96)) AS day, t.context, \(sums) FROM temp.verified_sum t GROUP BY 1, 2"
  )

  /// Totals of sessions.
  static let sessions = DerivedTable(
    name: SumTable.sessions.name, key: ["session", "context"], figures: ["first", "last"] + figures,
    wanted: """
      SELECT t.session, t.context, min(t.first) AS first, max(t.last) AS last, \(sums) FROM temp.verified_sum t
      WHERE t.session <> 0 GROUP BY 1, 2
      """)

  /// What archived records add up to, by the lines of their files.
  static let archived = DerivedTable(
    name: SumTable.archived.name, key: ["session", "context", "quarter"], figures: ["first", "last"] + figures,
    wanted: """
      SELECT t.session, t.context, t.quarter, min(t.first) AS first, max(t.last) AS last, \(sums)
      FROM temp.verified_call t GROUP BY 1, 2, 3
      """)

  /// Totals of meters other than those tokens that the other totals tell.
  static let meters = DerivedTable(
    name: "meter_total", key: ["seconds", "slot", "context", "meter"], figures: ["quantity"],
    wanted: """
      SELECT 900 AS seconds, quarter AS slot, context, meter, sum(quantity) AS quantity FROM temp.verified_meter
      GROUP BY 2, 3, 4 HAVING sum(quantity) <> 0
      UNION ALL SELECT 86400, \(VerifiedSums.floor("quarter", by: 96)), context, meter, sum(quantity)
      FROM temp.verified_meter GROUP BY 2, 3, 4 HAVING sum(quantity) <> 0
      """)

  /// Counters of limits, but what slots held before a reset.
  ///
  /// - Parameter oldest: The oldest slots that are kept, by the length of slots in seconds.
  static func counters(oldest: [Int64: Int64]) -> DerivedTable {
    let kept = oldest.sorted { $0.key < $1.key }.map { " AND (seconds <> \($0.key) OR slot >= \($0.value))" }.joined()
    return DerivedTable(
      name: SumTable.counters.name, key: ["scope", "seconds", "slot"],
      figures: ["requests", "tokens"] + StoredMoney.columns,
      wanted: """
        SELECT scope, seconds, slot, requests, tokens, dollars, picodollars FROM temp.verified_counter
        WHERE seconds >= 0
        """,
      // A slot may be left with nothing in it, and short ones stay for a while.
      condition: "seconds >= 0 AND (requests OR tokens OR dollars OR picodollars)" + kept)
  }
}
