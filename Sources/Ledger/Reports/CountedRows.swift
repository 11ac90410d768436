import CivilTime
import SQLite

/// A table whose rows are summed where roll-ups do not reach: within quarter hours, and by session.
///
/// Records and what archived ones left are told together: each query over them is written once and runs over both. It
/// names the table `t`.
enum CountedRows: CaseIterable {
  /// Records.
  case records
  /// Sums of archived records by quarter hour.
  case archived

  /// The table, under the name by which queries know it.
  var table: String { self == .records ? "record t" : "archived_total t" }

  /// What its rows add up to, as ``TotalsColumns/totals(_:from:)`` reads it.
  var sums: String { self == .records ? TotalsColumns.records : TotalsColumns.rollUp }

  /// The column that tells when a row was: milliseconds since 1970, or the number of a quarter hour.
  var time: String { self == .records ? "t.timestamp" : "t.quarter" }

  /// The condition that a row lies between two times in milliseconds since 1970.
  ///
  /// Of quarter hours, whole ones: ends within one were refused where records of it are archived.
  func within(_ first: Int64, _ end: Int64) -> (sql: String, values: [SQLValue]) {
    let ends = self == .records ? [first, end] : [QuarterHour.first(from: first), QuarterHour.number(at: end)]
    return ("\(time) >= ? AND \(time) < ?", ends.map(SQLValue.integer))
  }

  /// The condition that a row is of the session that a filter names, led by AND; of none, where it asks for those.
  func session(_ filter: ResolvedFilter) -> (sql: String, values: [SQLValue]) {
    self == .records ? filter.session(of: "t") : filter.archivedSession
  }

  /// Reads column ``time`` in milliseconds since 1970.
  func milliseconds(_ row: borrowing Row, _ index: Int32) throws(SQLiteError) -> Int64 {
    if self == .records { return try row.time(index).milliseconds }
    return QuarterHour.start(try row.slot(index, ofSeconds: QuarterHour.seconds))
  }
}
