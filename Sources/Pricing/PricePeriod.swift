package import CivilTime

/// The prices of a model during one stretch of time.
package struct PricePeriod: Sendable, Hashable {
  /// The first day or instant, as the catalog writes it; nil when the prices hold since the model exists.
  package let effectiveFrom: String?
  /// The first day or instant after it, as the catalog writes it; nil when no end is announced.
  package let effectiveUntil: String?
  /// The first millisecond of the period, Int64.min when open.
  let start: Int64
  /// The first millisecond after the period, Int64.max when open.
  let end: Int64
  /// The prices before any override.
  let base: PriceSheet
  /// Prices that replace others under conditions, in the order in which they are laid over the base.
  package let overrides: [PriceOverride]
  /// Factors on the token cost.
  let multipliers: [PriceMultiplier]
  /// Prices of one unit for models billed by token, for calls without token counts.
  let estimates: [PriceEstimate]

  /// Whether every override and factor is for some service tier, so that a call without one has the plain price.
  let isPlainWithoutTier: Bool

  /// Whether the catalog knows a price here: an empty period says that it does not.
  package var isKnown: Bool { !base.isEmpty || !overrides.isEmpty }

  /// The prices before any override, in the order of their meters.
  package var prices: [(meter: Meter, price: UnitPrice)] { base.entries.map { ($0.meter, $0.price) } }

  /// The factors on the token cost, each with its condition in words.
  package var factors: [(label: String, factor: String)] {
    multipliers.map { ($0.condition.label, $0.factor.text) }
  }

  /// Returns the price of `meter` before any override and without falling back to another meter.
  package func price(of meter: Meter) -> UnitPrice? { base.entry(for: meter)?.price }

  /// Returns whether `instant` lies in the period.
  package func contains(_ instant: Instant) -> Bool {
    start <= instant.milliseconds && (instant.milliseconds < end || end == .max)
  }
}
