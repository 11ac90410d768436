/// A stretch of one table of roll-ups.
struct RollUpStretch: Hashable {
  /// `day_total` or `quarter_total`.
  let table: String
  /// Its column of time.
  let slot: String
  /// The first slot.
  let first: Int64
  /// The slot behind the last.
  let end: Int64
}
