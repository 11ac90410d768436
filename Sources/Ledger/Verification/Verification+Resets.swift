import CivilTime
import Pricing
import SQLite

// What slots held before a limit began again, which is taken from what they hold now.
extension Verification {
  /// Compares it for each limit that holds; of limits that are gone, what is left is never read.
  mutating func lookAtResets() throws(SQLiteError) {
    let book = try store.limitBook()
    for rule in ownLimits + book.rules {
      let resets = try store.connection.all(
        "SELECT DISTINCT at FROM limit_reset WHERE limit_name = ?", .text(rule.id)
      ) { row throws(SQLiteError) in try row.time(0).milliseconds }
      for cut in resets where book.allCuts.contains(cut) {
        for case .slots(let length) in CounterGrain.answering(rule.window) where length <= QuarterHour.seconds {
          try compare(before(cut, ofSlots: length, rule.scope))
        }
      }
    }
  }

  private func before(_ cut: Int64, ofSlots length: Int64, _ scope: LimitScope) -> DerivedTable {
    let first = floorDivide(cut, by: length * 1_000) * length * 1_000
    let dimension = scope.dimension
    let join = dimension.map {
      """
      JOIN context c ON c.id = t.context LEFT JOIN session s ON s.id = t.session
      JOIN counter_scope x ON x.dimension = \($0.rawValue) AND x.text = \($0.column)
      """
    }
    let cost = "coalesce(\(TotalsColumns.recordCost), 0)"
    let money = VerifiedSums.carried(
      "sum(\(cost) / \(Money.picodollarsPerDollar))", "sum(\(cost) % \(Money.picodollarsPerDollar))")
    let scopes = dimension.map { "IN (SELECT id FROM counter_scope WHERE dimension = \($0.rawValue))" } ?? "= 0"
    return DerivedTable(
      name: SumTable.counters.name, key: ["scope", "seconds", "slot"],
      figures: ["requests", "tokens"] + StoredMoney.columns,
      wanted: """
        SELECT \(dimension == nil ? "0" : "x.id") AS scope, \(-length) AS seconds, \(cut) AS slot, count(*) AS requests,
          sum(\(TotalsColumns.recordTokens)) AS tokens, \(money)
        FROM record t \(join ?? "") WHERE t.timestamp >= \(first) AND t.timestamp < \(cut) GROUP BY 1 HAVING count(*) > 0
        """,
      condition: """
        seconds = \(-length) AND slot = \(cut) AND scope \(scopes) AND (requests OR tokens OR dollars OR picodollars)
        """)
  }
}
