import Pricing
import Server

/// Amounts as people read them.
enum ShortMoney {
  /// Returns a decimal rounded to two places, or below a tenth to two digits that are not zero.
  static func text(_ decimal: String) -> String {
    guard let amount = Money(decimal: decimal), amount != .zero else { return "0.00" }
    let magnitude = amount.picodollars.magnitude
    var unit: UInt128 = 10_000_000_000
    var places = 2
    while magnitude < unit * 10, places < 8 {
      unit /= 10
      places += 1
    }
    let rounded = Int64(clamping: (magnitude + unit / 2) / unit)
    let digits = String(repeating: "0", count: max(0, places + 1 - String(rounded).count)) + String(rounded)
    let whole = Grouped.text(Int64(digits.dropLast(places)) ?? 0)
    return (amount < .zero ? "-" : "") + whole + "." + digits.suffix(places)
  }
}
