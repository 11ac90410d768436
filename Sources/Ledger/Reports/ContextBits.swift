/// A set of contexts that is asked once for each row: contexts are numbered one after the other, so bits are enough.
struct ContextBits {
  /// The numbers below which a bit tells; others are only in damaged files.
  private static let mostBits: Int64 = 1 << 22

  private var words: [UInt64] = []
  private var others: Set<ContextID> = []

  /// Creates a set of these contexts.
  init(_ contexts: Set<ContextID>) {
    let bits = 0..<Self.mostBits
    others = contexts.filter { !bits.contains($0.number) }
    let numbers = contexts.lazy.map(\.number).filter(bits.contains)
    words = Array(repeating: 0, count: Int((numbers.max() ?? -1) / 64 + 1))
    for number in numbers { words[Int(number / 64)] |= 1 << UInt64(number % 64) }
  }

  /// True where no context is in it.
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } && others.isEmpty }

  /// Returns whether a context is in it.
  func contains(_ context: ContextID) -> Bool {
    let number = context.number
    guard number >= 0, number < Int64(words.count) * 64 else { return others.contains(context) }
    return words[Int(number / 64)] & (1 << UInt64(number % 64)) != 0
  }
}
