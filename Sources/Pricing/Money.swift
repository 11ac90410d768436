/// An exact amount of US dollars.
///
/// Held as a whole number of picodollars, so adding in any order gives the same amount. Arithmetic traps on
/// overflow of 128 bits, which is beyond 10^26 dollars.
package struct Money: Sendable, Hashable, Comparable {
  /// The amount in picodollars (1e-12 USD).
  package var picodollars: Int128

  /// No money.
  package static let zero = Money(picodollars: 0)
  /// Picodollars in one dollar.
  package static let picodollarsPerDollar: Int128 = 1_000_000_000_000
  /// Decimal places of a dollar that an amount can hold.
  package static let decimalPlaces = 12

  /// Creates an amount of that many picodollars.
  package init(picodollars: Int128) { self.picodollars = picodollars }

  /// Whether the amount is exactly zero.
  package var isZero: Bool { picodollars == 0 }

  /// Returns whether `left` is the smaller amount.
  package static func < (left: Money, right: Money) -> Bool { left.picodollars < right.picodollars }
  /// Returns the sum.
  package static func + (left: Money, right: Money) -> Money {
    Money(picodollars: left.picodollars + right.picodollars)
  }
  /// Returns the difference, which may be negative.
  package static func - (left: Money, right: Money) -> Money {
    Money(picodollars: left.picodollars - right.picodollars)
  }
  /// Returns the amount with the other sign.
  package static prefix func - (amount: Money) -> Money { Money(picodollars: -amount.picodollars) }
  /// Returns the amount taken `count` times.
  package static func * (amount: Money, count: Int64) -> Money {
    Money(picodollars: amount.picodollars * Int128(count))
  }
  /// Adds `right`.
  package static func += (left: inout Money, right: Money) { left.picodollars += right.picodollars }
  /// Subtracts `right`.
  package static func -= (left: inout Money, right: Money) { left.picodollars -= right.picodollars }
}

// Stored amounts are two columns, because SQLite sums in 64 bits.
extension Money {
  /// Creates the amount of `dollars` and `picodollars` together.
  package init(dollars: Int64, picodollars: Int64) {
    self.picodollars = Int128(dollars) * Money.picodollarsPerDollar + Int128(picodollars)
  }
  /// The whole dollars, rounded towards minus infinity; nil beyond the range of Int64.
  package var wholeDollars: Int64? {
    Int64(exactly: (picodollars - Int128(picodollarsBelowDollar)) / Money.picodollarsPerDollar)
  }
  /// The picodollars above ``wholeDollars``: 0 ..< 1e12, for negative amounts too.
  package var picodollarsBelowDollar: Int64 {
    let remainder = picodollars % Money.picodollarsPerDollar
    return Int64(remainder < 0 ? remainder + Money.picodollarsPerDollar : remainder)
  }
}
