/// A stretch of time in which a zone's offset does not change.
struct ZoneSpan: Sendable, Hashable {
  /// Its first second since the epoch; the least number when it has no beginning.
  let start: Int64
  /// The first second after it; the greatest number when it has no end.
  let end: Int64
  /// Seconds east of UTC.
  let offset: Int
}
