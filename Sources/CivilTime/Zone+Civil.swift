extension Zone {
  /// Returns the day that a calendar on the wall shows at `instant`.
  package func date(at instant: Instant) -> CivilDate {
    CivilDate(daysSinceEpoch: Int(localSeconds(at: instant).flooredQuotient(by: Instant.secondsPerDay)))
  }

  /// Returns the time that a clock on the wall shows at `instant`.
  package func timeOfDay(at instant: Instant) -> TimeOfDay {
    let seconds = localSeconds(at: instant).flooredRemainder(by: Instant.secondsPerDay)
    let milliseconds = instant.milliseconds.flooredRemainder(by: 1000)
    return TimeOfDay(millisecondsAfterMidnight: Int(seconds * 1000 + milliseconds))
  }

  /// Returns the first instant of a civil day.
  ///
  /// That is midnight, the first of two where clocks go back across it, the moment of the change where
  /// clocks skip it, and the start of the next day for a day that was skipped whole. So the days
  /// `start(of: day) ..< start(of: day.adding(days: 1))` cover all time once. Where clocks went back from
  /// just after midnight to just before it (St John's until 2011), ``date(at:)`` names the earlier day again
  /// for an hour that lies within the later one.
  package func start(of date: CivilDate) -> Instant {
    let midnight = Int64(date.daysSinceEpoch) * Instant.secondsPerDay
    if isUTC { return Instant(seconds: midnight) }
    // No clock is further ahead than this, so the day cannot have begun before.
    var span = span(containing: midnight - 93_600)
    while true {
      let reached = max(span.start, midnight - Int64(span.offset))
      if reached < span.end { return Instant(seconds: reached) }
      span = self.span(containing: span.end)
    }
  }

  /// Returns the start of the civil hour around `instant`: the last full hour on the wall, or the last change
  /// of the clocks where that is later.
  ///
  /// An hour that is shown twice, as clocks go back, is two hours here.
  package func hourStart(containing instant: Instant) -> Instant {
    let seconds = instant.seconds
    let span = span(containing: seconds)
    return Instant(seconds: max(span.start, fullHour(seconds, in: span)))
  }

  /// Returns the start of the civil hour that follows the one around `instant`.
  package func nextHourStart(after instant: Instant) -> Instant {
    let seconds = instant.seconds
    let span = span(containing: seconds)
    return Instant(seconds: min(span.end, fullHour(seconds, in: span) + 3600))
  }

  private func fullHour(_ seconds: Int64, in span: ZoneSpan) -> Int64 {
    seconds - (seconds + Int64(span.offset)).flooredRemainder(by: 3600)
  }

  private func localSeconds(at instant: Instant) -> Int64 {
    instant.seconds + Int64(offset(at: instant))
  }
}
