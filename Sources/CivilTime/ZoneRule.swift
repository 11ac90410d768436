/// How a zone goes on after the last change that its file lists.
struct ZoneRule: Sendable, Hashable {
  /// The part of the year with another offset.
  struct Daylight: Sendable, Hashable {
    /// Seconds east of UTC meanwhile.
    let offset: Int
    /// When it begins.
    let start: ClockChange
    /// When it ends.
    let end: ClockChange
  }

  /// Seconds east of UTC, outside daylight saving.
  let offset: Int
  /// Daylight saving, where there is any.
  let daylight: Daylight?

  /// Returns the stretch of unchanged offset around `seconds` since the epoch.
  func span(containing seconds: Int64) -> ZoneSpan {
    guard let daylight else { return ZoneSpan(start: .min, end: .max, offset: offset) }
    let starts = YearlyMoments(change: daylight.start, offset: offset)
    let ends = YearlyMoments(change: daylight.end, offset: daylight.offset)
    let year = CivilDate(daysSinceEpoch: Int(seconds.flooredQuotient(by: Instant.secondsPerDay))).year
    let lastStart = starts.last(notAfter: seconds, near: year)
    let lastEnd = ends.last(notAfter: seconds, near: year)
    // When one year's end is the next one's start, daylight saving never stops.
    if lastStart >= lastEnd {
      return ZoneSpan(
        start: lastStart, end: ends.first(after: seconds, near: year), offset: daylight.offset)
    }
    return ZoneSpan(start: lastEnd, end: starts.first(after: seconds, near: year), offset: offset)
  }
}

/// A change of clocks in every year, on the line of time.
private struct YearlyMoments {
  let change: ClockChange
  /// The offset before the change.
  let offset: Int

  func moment(in year: Int) -> Int64 { change.localSeconds(in: year) - Int64(offset) }

  /// Offsets and the hours of a change move it by eight days at most, so by one year around New Year.
  func last(notAfter seconds: Int64, near year: Int) -> Int64 {
    for candidate in [year + 1, year, year - 1] {
      let moment = moment(in: candidate)
      if moment <= seconds { return moment }
    }
    return moment(in: year - 2)
  }

  func first(after seconds: Int64, near year: Int) -> Int64 {
    for candidate in [year - 1, year, year + 1] {
      let moment = moment(in: candidate)
      if moment > seconds { return moment }
    }
    return moment(in: year + 2)
  }
}
