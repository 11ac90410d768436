/// What a figure of the largest ledger may come to.
enum GrowthBar {
  /// At most 1.5 times what it is in the smallest ledger.
  case growth
  /// At most so many milliseconds.
  case milliseconds(Int64)
  /// At most so many bytes.
  case bytes(Int64)

  /// The bar in words, and whether it holds.
  ///
  /// - Parameter figures: One for each size, in nanoseconds or bytes.
  func verdict(on figures: [Int64]) -> (text: String, holds: Bool) {
    guard let first = figures.first, let last = figures.last else { return ("", true) }
    switch self {
    case .growth:
      let hundredths = last * 100 / max(1, first)
      return ("1.5 times; \(hundredths / 100).\(String(hundredths % 100 + 100).dropFirst()) times", hundredths <= 150)
    case .milliseconds(let most): return ("\(most) ms", last <= most * 1_000_000)
    case .bytes(let most): return (GrowthTable.amount(ofBytes: most), last <= most)
    }
  }
}
