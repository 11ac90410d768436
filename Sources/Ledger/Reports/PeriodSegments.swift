import CivilTime

/// A stretch of time that one table answers.
enum PeriodSegment: Equatable {
  /// Whole UTC days since 1970, from `first` up to `end`.
  case days(first: Int64, end: Int64)
  /// Whole quarter hours since 1970.
  case quarters(first: Int64, end: Int64)
  /// Milliseconds since 1970, answered by the records themselves.
  case records(first: Int64, end: Int64)

  private static let quartersPerDay = Instant.secondsPerDay / QuarterHour.seconds

  /// Returns segments that together cover the milliseconds from `start` up to `end`, each once.
  ///
  /// Whole days go to the day's totals, what is left of whole quarter hours to theirs, and only ends within a
  /// quarter hour to records.
  static func covering(from start: Int64, to end: Int64) -> [PeriodSegment] {
    guard start < end else { return [] }
    let firstQuarter = QuarterHour.first(from: start)
    let endQuarter = QuarterHour.number(at: end)
    guard firstQuarter <= endQuarter else { return [.records(first: start, end: end)] }
    var segments: [PeriodSegment] = []
    if start < QuarterHour.start(firstQuarter) {
      segments.append(.records(first: start, end: QuarterHour.start(firstQuarter)))
    }
    segments += wholeQuarters(from: firstQuarter, to: endQuarter)
    if QuarterHour.start(endQuarter) < end {
      segments.append(.records(first: QuarterHour.start(endQuarter), end: end))
    }
    return segments
  }

  private static func wholeQuarters(from first: Int64, to end: Int64) -> [PeriodSegment] {
    guard first < end else { return [] }
    let firstDay = -floorDivide(-first, by: quartersPerDay)
    let endDay = floorDivide(end, by: quartersPerDay)
    guard firstDay < endDay else { return [.quarters(first: first, end: end)] }
    var segments: [PeriodSegment] = []
    if first < firstDay * quartersPerDay {
      segments.append(.quarters(first: first, end: firstDay * quartersPerDay))
    }
    segments.append(.days(first: firstDay, end: endDay))
    if endDay * quartersPerDay < end {
      segments.append(.quarters(first: endDay * quartersPerDay, end: end))
    }
    return segments
  }
}
