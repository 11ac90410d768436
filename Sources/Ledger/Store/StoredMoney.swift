import Pricing

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

  /// Joins the sums of the columns: dollars, millions of picodollars, and picodollars below a million.
  ///
  /// The smaller column is summed in two halves so that no sum of SQLite's overflows below 10^12 rows.
  static func joined(dollars: Int64, millions: Int64, rest: Int64) -> Money {
    Money(dollars: dollars, picodollars: 0) + Money(picodollars: Int128(millions) * 1_000_000 + Int128(rest))
  }
}
