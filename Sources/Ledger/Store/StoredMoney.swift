import Pricing
import SQLite

/// An amount as two columns: whole dollars, and picodollars below one dollar.
///
/// SQLite's integers end at $9.2 million in picodollars; two columns reach past any budget.
struct StoredMoney {
  /// Whole dollars, rounded down.
  let dollars: Int64
  /// The rest, from 0 up to one dollar.
  let picodollars: Int64

  init(_ money: Money) {
    guard let whole = money.wholeDollars else { preconditionFailure("an amount beyond 64 bits of dollars") }
    dollars = whole
    picodollars = money.picodollarsBelowDollar
  }

  /// The values of ``columns``.
  var values: [SQLValue] { [.integer(dollars), .integer(picodollars)] }
}

// What SQL says of such columns.
extension StoredMoney {
  /// The picodollars of a microdollar, and the microdollars of a dollar.
  static let million: Int64 = 1_000_000

  /// The most dollars whose microdollars are a count.
  private static let largestDollars: Int64 = 1 << 36

  /// The two columns.
  static let columns = ["dollars", "picodollars"]

  /// Adds the amount that was to be put in to that of the row that is there, carrying whole dollars.
  static let accumulate = adding("excluded.dollars", "excluded.picodollars")

  /// Adds an amount to that of a row, carrying whole dollars.
  static func adding(_ dollars: String, _ picodollars: String) -> String {
    """
    dollars = dollars + \(dollars) + (picodollars + \(picodollars)) / \(Money.picodollarsPerDollar),
      picodollars = (picodollars + \(picodollars)) % \(Money.picodollarsPerDollar)
    """
  }

  /// The sums of the two parts as ``sum(_:from:)`` reads them: dollars, millions of picodollars, and what is below.
  ///
  /// The smaller part is summed in two halves so that no sum of SQLite's overflows below 10^12 rows.
  static func sums(dollars: String, picodollars: String) -> String {
    """
    coalesce(sum(\(dollars)), 0), coalesce(sum(\(picodollars) / \(million)), 0),
      coalesce(sum(\(picodollars) % \(million)), 0)
    """
  }

  /// The sums of the two parts as the two columns, carrying whole dollars.
  static func carriedSums(dollars: String, picodollars: String) -> String {
    """
    sum(\(dollars)) + sum(\(picodollars)) / \(Money.picodollarsPerDollar),
      sum(\(picodollars)) % \(Money.picodollarsPerDollar)
    """
  }

  /// Returns the two columns from `start` on together in microdollars, cut: in SQL it takes further steps for each row.
  static func microdollars(_ row: borrowing Row, from start: Int32) throws(SQLiteError) -> Int64 {
    try row.integer(start, in: -largestDollars...largestDollars) * million + row.count(start + 1) / million
  }

  /// Joins sums as ``sums(dollars:picodollars:)`` selects them, from column `start` on.
  static func sum(_ row: borrowing Row, from start: Int32) throws(SQLiteError) -> Money {
    let (dollars, millions, rest) = (try row.count(start), try row.count(start + 1), try row.count(start + 2))
    return Money(dollars: dollars, picodollars: 0)
      + Money(picodollars: Int128(millions) * Int128(million) + Int128(rest))
  }
}
