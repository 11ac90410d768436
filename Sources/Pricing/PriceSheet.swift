/// Prices by meter, as one period or one override of the catalog states them.
struct PriceSheet: Sendable, Hashable {
  /// One meter's price.
  struct Line: Sendable, Hashable {
    /// What is billed.
    let meter: Meter
    /// The price as the catalog writes it.
    let price: UnitPrice
    /// The same price, ready to be multiplied.
    let rate: Rate
    /// The smallest billed quantity of a use that is not zero, in steps of the meter's scale; 0 for none.
    let minimum: Int64
  }

  /// The prices in the order of their meters.
  let entries: [Line]
  /// One bit per raw value of the meters that have a price here.
  private let meters: UInt64

  /// Creates a sheet of entries in any order, one per meter.
  init(_ entries: [Line]) {
    self.entries = entries.sorted { $0.meter < $1.meter }
    meters = entries.reduce(0) { $0 | 1 << UInt64($1.meter.rawValue) }
  }

  /// Whether there is no price at all.
  var isEmpty: Bool { meters == 0 }

  /// Returns the price of exactly this meter.
  func entry(for meter: Meter) -> Line? {
    guard contains(meter) else { return nil }
    for entry in entries where entry.meter == meter { return entry }
    return nil
  }

  /// Returns whether this meter itself has a price here.
  func contains(_ meter: Meter) -> Bool { meters & 1 << UInt64(meter.rawValue) != 0 }
}
