package import CivilTime

/// What one US dollar is worth in another currency from a day on.
package struct Exchange: Sendable, Hashable {
  /// The other currency, by its ISO 4217 code in upper case.
  package let currency: String
  /// The day of the rate.
  package let date: CivilDate
  /// Units of the currency for one dollar: above 0 and below 10^7, with at most 12 decimal places.
  let rate: Decimal

  /// The currency in which costs are kept, and for one unit of which a rate holds.
  package static let base = "USD"

  /// The rate as an exact decimal without trailing zeros.
  package var rateText: String { rate.text }

  /// Creates the rate that `rate` writes as a plain decimal; nil for other text and out of range.
  package init?(currency: String, date: CivilDate, rate: String) {
    guard let decimal = Decimal(parsing: rate.utf8[...]), decimal.significand > 0,
      decimal.places <= ForeignAmount.decimalPlaces, let scale = Decimal.powerOfTen(decimal.places),
      decimal.significand < Self.rateBound * scale
    else { return nil }
    self.currency = currency
    self.date = date
    self.rate = decimal
  }

  /// Below it, all the dollars that the store can hold, 9.2 x 10^18, still fit 128 bits in any currency.
  private static let rateBound: Int128 = 10_000_000
}

/// An exact amount of a currency that is not the dollar, for display only.
package struct ForeignAmount: Sendable, Hashable {
  /// The amount in millionths of a millionth of the currency's unit.
  package let trillionths: Int128
  /// Decimal places of the unit that an amount can hold, as many as those of a dollar.
  package static let decimalPlaces = Money.decimalPlaces

  /// The amount in units as an exact decimal: no exponent, no trailing zeros.
  package var decimal: String { Money(picodollars: trillionths).decimal }
}
