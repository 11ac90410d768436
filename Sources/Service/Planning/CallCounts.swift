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

  private var totals: [Meter: Int64] = [:]

  /// Creates counts of nothing.
  package init() {}

  /// True until a count was given, be it 0.
  package var isEmpty: Bool { totals.isEmpty }

  /// Whether anything was said of a cache.
  package var statesCache: Bool {
    totals.keys.contains { [.cacheRead, .cacheWrite, .cacheWrite1h, .cacheWrite12h].contains($0) }
  }

  /// Tokens of sound and pictures that go in, which no text holds.
  package var tokensOutsideText: Int64 {
    [Meter.inputAudio, .inputImage, .inputVideo].reduce(0) { $0 + (totals[$1] ?? 0) }
  }

  /// Returns whether a count of that meter was given.
  package func states(_ meter: Meter) -> Bool { totals[meter] != nil }

  /// Returns the most of a meter that one call may state: tokens, units or seconds.
  package static func largest(of meter: Meter) -> Int64 { meter.scale == 1 ? largestCount : largestSeconds }

  /// Adds a quantity, in steps of the meter's scale.
  package mutating func add(_ quantity: Int64, to meter: Meter) throws(Fault) {
    guard totals[meter] == nil else { throw .givenTwice(meter) }
    guard (0...Self.largest(of: meter) * meter.scale).contains(quantity) else { throw .outOfRange(meter, quantity) }
    totals[meter] = quantity
  }

  /// Returns the disjoint quantities.
  ///
  /// - Throws: ``PricingError`` when parts add up to more than their total.
  package func usage() throws(PricingError) -> Usage {
    var nested = totals
    // The lifetimes are given apart; the catalog's total of cache writes holds them all.
    let writes: [Meter] = [.cacheWrite, .cacheWrite1h, .cacheWrite12h]
    if writes.contains(where: { nested[$0] != nil }) {
      nested[.cacheWrite] = writes.reduce(0) { $0 + (nested[$1] ?? 0) }
    }
    return try Usage(totals: nested)
  }
}
