/// Chance that always takes the same course, so that the same history gives the same forecast.
///
/// - Source: SplitMix64, by Steele, Lea and Flood, 2014.
struct Chance {
  private var state: UInt64

  /// Begins the course of that number.
  init(seed: UInt64) { state = seed }

  /// The next number from 0 up to 1.
  mutating func fraction() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// The next number from 0 up to `count`, which is positive.
  mutating func index(below count: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// The next number of a bell curve around 0 with deviation 1: the sum of twelve fractions, less six.
  ///
  /// Its ends are cut at six deviations, where no estimate has any business.
  mutating func bell() -> Double {
    var sum: UInt64 = 0
    for _ in 0..<3 {
      let bits = next()
      sum += (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    }
    // Each of the twelve lies half a step above its whole number.
    return (Double(sum) + 6) / 65_536 - 6
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
