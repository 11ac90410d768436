package import Pricing

/// The counts that were given of a call: totals of input and output, which hold their parts.
package struct CallCounts: Sendable, Hashable {
  /// Why a count cannot be taken.
  package enum Fault: Error, Hashable {
    /// The meter has a count already.
    case givenTwice(Meter)
    /// No call has that much, in steps of the meter's scale.
    case outOfRange(Meter, Int64)
  }

  /// The most tokens or units that one call may state, which keeps every sum within 64 bits.
  package static let largestCount: Int64 = 100_000_000_000
  /// The most seconds of sound or pictures, some thirty years.
  private static let largestSeconds: Int64 = 1_000_000_000

  /// Each total with everything that it contains.
  private var totals = Usage()

  /// Creates counts of nothing.
  package init() {}

  /// True until a count was given, be it 0.
  package var isEmpty: Bool { totals.entries.isEmpty }

  /// Whether anything was said of a cache.
  package var statesCache: Bool {
    totals.entries.contains { $0.meter == .cacheRead || Self.cacheWrites.contains($0.meter) }
  }

  /// Tokens of sound and pictures that go in, which no text holds.
  package var tokensOutsideText: Int64 {
    [Meter.inputAudio, .inputImage, .inputVideo].reduce(0) { $0 + totals[$1] }
  }

  /// Returns whether a count of that meter was given.
  package func states(_ meter: Meter) -> Bool { totals.quantity(of: meter) != nil }

  /// Returns the most of a meter that one call may state: tokens, units or seconds.
  package static func largest(of meter: Meter) -> Int64 { meter.scale == 1 ? largestCount : largestSeconds }

  /// Adds a quantity, in steps of the meter's scale.
  package mutating func add(_ quantity: Int64, to meter: Meter) throws(Fault) {
    guard !states(meter) else { throw .givenTwice(meter) }
    guard (0...Self.largest(of: meter) * meter.scale).contains(quantity) else { throw .outOfRange(meter, quantity) }
    totals[meter] = quantity
  }

  /// Returns the disjoint quantities.
  ///
  /// - Throws: ``PricingError`` when parts add up to more than their total.
  package func usage() throws(PricingError) -> Usage {
    var nested = totals
    // The lifetimes are given apart; the catalog's total of cache writes holds them all.
    if Self.cacheWrites.contains(where: states) {
      nested[.cacheWrite] = Self.cacheWrites.reduce(0) { $0 + nested[$1] }
    }
    return try Usage(nesting: nested)
  }

  private static let cacheWrites: [Meter] = [.cacheWrite, .cacheWrite1h, .cacheWrite12h]
}
