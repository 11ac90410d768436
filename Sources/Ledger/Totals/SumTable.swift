import Pricing
import SQLite

/// A table whose rows hold sums, as far as its statements follow from its columns; made once for each table.
struct SumTable: Sendable {
  /// Its name.
  let name: String
  /// Puts rows in; values or a query follow, of the columns of the key, the ends if it has them, and the figures.
  let insert: String
  /// Adds the figures to a row that is there already; follows ``insert`` and its rows.
  let orAdd: String
  /// Adds figures to the row of a key, by values for all columns.
  let add: String
  /// Deletes the row of a key when no record is left in it.
  let drop: String

  /// Describes a table.
  ///
  /// - Parameters:
  ///   - key: The columns that tell rows apart.
  ///   - hasEnds: Whether it holds the times of the first and the last record of a row.
  ///   - counts: The figures before the money.
  init(_ name: String, key: [String], hasEnds: Bool = false, counts: [String] = TotalsColumns.names) {
    let columns = key + (hasEnds ? ["first", "last"] : []) + counts + StoredMoney.columns
    let ends = hasEnds ? ["first = min(first, excluded.first)", "last = max(last, excluded.last)"] : []
    let sums = counts.map { "\($0) = \($0) + excluded.\($0)" }
    let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    let condition = key.map { "\($0) = ?" }.joined(separator: " AND ")
    self.name = name
    insert = "INSERT INTO \(name) (\(columns.joined(separator: ", ")))"
    orAdd = "ON CONFLICT DO UPDATE SET \((ends + sums + [StoredMoney.accumulate]).joined(separator: ", "))"
    add = "\(insert) VALUES (\(places)) \(orAdd)"
    drop = "DELETE FROM \(name) WHERE \(condition) AND requests = 0"
  }

  /// Totals of a quarter hour.
  static let quarters = SumTable("quarter_total", key: ["quarter", "context"])
  /// Totals of a UTC day.
  static let days = SumTable("day_total", key: ["day", "context"])
  /// Totals of a session.
  static let sessions = SumTable("session_total", key: ["session", "context"], hasEnds: true)
  /// Totals of records that were archived.
  static let archived = SumTable("archived_total", key: ["session", "context", "quarter"], hasEnds: true)
  /// Counters of limits.
  static let counters = SumTable("counter", key: ["scope", "seconds", "slot"], counts: ["requests", "tokens"])
}
