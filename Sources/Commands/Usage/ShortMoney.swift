import Pricing
import Server

/// Amounts as people read them.
enum ShortMoney {
  /// The picodollars of one: amounts of other currencies are written in the same digits.
  private static let one: UInt128 = 1_000_000_000_000

  /// Returns a decimal rounded to whole won or yen, and else to two places, or below a tenth to two digits that are not
  /// zero.
  ///
  /// - Parameter currency: Its ISO 4217 code.
  static func text(_ decimal: String, in currency: String = "USD") -> String {
    guard let amount = Money(decimal: decimal) else { return decimal }
    let magnitude = amount.picodollars.magnitude
    let places = places(magnitude, currency)
    let unit = one / power(places)
    let rounded = Int64(clamping: (magnitude + unit / 2) / unit)
    let digits = String(repeating: "0", count: max(0, places + 1 - String(rounded).count)) + String(rounded)
    let whole = Grouped.text(Int64(digits.dropLast(places)) ?? 0)
    let sign = amount < .zero && rounded != 0 ? "-" : ""
    return sign + whole + (places == 0 ? "" : "." + digits.suffix(places))
  }

  private static func places(_ magnitude: UInt128, _ currency: String) -> Int {
    // A won or yen has no parts; what is below one would read as nothing.
    if ["KRW", "JPY"].contains(currency), magnitude >= one || magnitude == 0 { return 0 }
    guard magnitude != 0 else { return 2 }
    var places = 2
    while magnitude < one / power(places) * 10, places < 8 { places += 1 }
    return places
  }

  private static func power(_ places: Int) -> UInt128 { (0..<places).reduce(1) { power, _ in power * 10 } }
}
