/// Which span of prompt lengths a call falls into.
///
/// The cuts are where providers change their price, so that a recorded workload can be priced again.
enum ContextBand {
  /// Prompt tokens above which the next band begins (`input_over` in schemas/pricing).
  static let cuts: [Int64] = [32_000, 100_000, 128_000, 200_000, 256_000, 272_000, 512_000]

  /// Returns the band of a prompt: 0 up to the first cut, 7 above the last.
  static func index(ofInput tokens: Int64) -> Int64 {
    Int64(cuts.count { tokens > $0 })
  }
}
