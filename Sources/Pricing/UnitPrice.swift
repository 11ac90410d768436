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
