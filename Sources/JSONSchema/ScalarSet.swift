/// A set of Unicode scalars, as ranges.
struct ScalarSet: Sendable {
  /// The ranges; they may overlap.
  private(set) var ranges: [ClosedRange<UInt32>]
  /// True when the set is all scalars outside of the ranges.
  var isInverted = false

  /// Creates the set of these ranges.
  init(_ ranges: [ClosedRange<UInt32>]) { self.ranges = ranges }

  /// Creates the set of one scalar.
  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  /// Returns true when `scalar` is in the set.
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } != isInverted
  }

  /// Adds the scalars of another set.
  mutating func add(_ other: ScalarSet) { ranges += other.isInverted ? other.complement : other.ranges }

  /// The ranges of all scalars outside of the ranges.
  private var complement: [ClosedRange<UInt32>] {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
    return gaps
  }

  /// Returns the set of the escape `\letter`, or nil when it names none.
  static func named(_ letter: Unicode.Scalar) -> ScalarSet? {
    var set: ScalarSet
    switch letter {
    case "d", "D": set = ScalarSet([0x30...0x39])
    case "w", "W": set = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    case "s", "S": set = space
    default: return nil
    }
    set.isInverted = letter.value < 0x61
    return set
  }

  /// What `.` matches: all but the ends of lines.
  static let anyButLineEnds: ScalarSet = {
    var set = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])
    set.isInverted = true
    return set
  }()

  // White space and line ends of ECMA-262, 12.2 and 12.3.
  private static let space = ScalarSet([
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])
}
