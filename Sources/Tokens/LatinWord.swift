/// A run of Latin letters: how long it is, how it is written, and how unusual.
struct LatinWord {
  private let start: Int
  /// Where it ends.
  private(set) var end: Int
  /// Letters.
  private(set) var length = 0
  /// Marked letters count 1, those of the Vietnamese block 3.
  private(set) var marks = 0
  /// The class of its last letter.
  private(set) var last = ScalarClass.lower
  /// The class of what follows, if anything does.
  private(set) var next: ScalarClass?
  private var capitals = 0
  private var rarePairs = 0
  private var startsWithCapital = false
  private var hasVietnamese = false

  init(start: Int) {
    self.start = start
    end = start
  }

  @inline(__always) mutating func read(
    _ text: UTF8Text, rare: UnsafeBufferPointer<UInt32>, cutsAtCapitals: Bool
  ) {
    var previous: Int = -1
    while end < text.count {
      let scalar = text.scalar(at: end)
      next = scalar.kind
      guard scalar.kind.isWordy else { return }
      let isCapital = scalar.kind == .upper || (scalar.kind != .lower && Self.isCapital(scalar.value))
      if isCapital {
        if cutsAtCapitals, length > capitals { return }
        if length == 0, scalar.kind == .upper { startsWithCapital = true }
        capitals += 1
      }
      if scalar.value < 0x80 {
        let letter = Int(scalar.value | 0x20) - 0x61
        if previous >= 0 { rarePairs += Int(rare[previous] >> UInt32(truncatingIfNeeded: letter) & 1) }
        previous = letter
      } else {
        marks += scalar.kind == .marked ? 1 : 3
        if scalar.kind == .vietnamese { hasVietnamese = true }
      }
      last = scalar.kind
      length += 1
      end += scalar.length
    }
    next = nil
  }

  var shape: PieceRow.Shape {
    if marks > 0 { return marks % 3 == 0 && hasVietnamese ? .vietnamese : .marked }
    if capitals == 0 { return .lower }
    if capitals == length { return .upper }
    return startsWithCapital && capitals == 1 ? .capitalised : .mixed
  }

  /// Unusual pairs of letters, or marked letters: 0 to 3.
  var rarity: Int { marks > 0 ? min(marks, 3) : min(rarePairs, length > 3 ? 3 : 1) }

  /// Whether the letters below U+0250 are capitals: the standard library takes 40 ns to tell, for each of millions.
  private static let capitals: [Bool] = (0..<0x250 as Range<UInt32>).map(isUppercase)

  private static func isCapital(_ scalar: UInt32) -> Bool {
    scalar < 0x250 ? capitals[Int(scalar)] : isUppercase(scalar)
  }

  private static func isUppercase(_ scalar: UInt32) -> Bool {
    Unicode.Scalar(scalar)?.properties.isUppercase ?? false
  }
}
