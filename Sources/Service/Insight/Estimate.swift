package import Pricing

/// Figures that are estimates, and show no more digits than they are good for.
package enum Estimate {
  /// How many digits are shown, not counting zeros before and after them.
  private static let digits = 3

  /// Returns an amount of US dollars with three digits.
  package static func money(_ dollars: Double) -> Money {
    let bounded = min(max(dollars, -1e24), 1e24)
    return Money(picodollars: rounded(Int128(bounded * 1e12)))
  }

  /// Returns a number of tokens or calls with three digits.
  package static func count(_ value: Double) -> Int64 {
    Int64(clamping: rounded(Int128(min(max(value, -1e24), 1e24).rounded())))
  }

  /// Rounds half away from zero.
  private static func rounded(_ value: Int128) -> Int128 {
    var unit: Int128 = 1
    while value.magnitude / unit.magnitude >= 1_000 { unit *= 10 }
    return (value + (value < 0 ? -unit / 2 : unit / 2)) / unit * unit
  }
}
