/// A price as the catalog states it, in US dollars.
package enum UnitPrice: Sendable, Hashable {
  /// So many dollars, a decimal, per million tokens.
  case perMillion(String)
  /// So many dollars, a decimal, for `per` of the unit: whole images, seconds, characters.
  case each(usd: String, per: Int64)

  /// The dollars, a decimal without exponent, for a million tokens or for `per` units.
  package var usd: String {
    switch self {
    case .perMillion(let usd), .each(let usd, _): usd
    }
  }
}

extension UnitPrice {
  /// Whether both cost the same, exactly: 0.006 for 60 is 0.0001 each.
  package func isWorth(_ other: UnitPrice) -> Bool {
    guard let left = Decimal(parsing: usd.utf8[...]), let right = Decimal(parsing: other.usd.utf8[...]),
      let crossed = left.multiplied(by: Decimal(significand: Int128(other.count), places: 0)),
      let across = right.multiplied(by: Decimal(significand: Int128(count), places: 0))
    else { return self == other }
    return crossed.text == across.text
  }

  /// How many the price buys.
  private var count: Int64 {
    switch self {
    case .perMillion: 1_000_000
    case .each(_, let per): per
    }
  }
}
