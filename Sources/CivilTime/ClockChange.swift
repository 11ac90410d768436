/// The moment of every year at which clocks are changed.
struct ClockChange: Sendable, Hashable {
  /// The day of the year.
  enum Day: Sendable, Hashable {
    /// Day 1 to 365, where 29 February is never counted.
    case withoutLeapDay(Int)
    /// Day 0 to 365, where 29 February is counted.
    case withLeapDay(Int)
    /// The `week`th `weekday` (Sunday 0) of the month; week 5 is the last one.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  /// The day.
  let day: Day
  /// Seconds after that day's midnight, by the clock before the change; from -167 to 167 hours.
  let secondsAfterMidnight: Int

  /// Returns the change of `year`, in seconds since the epoch by the clock before the change.
  func localSeconds(in year: Int) -> Int64 {
    Int64(days(in: year)) * Instant.secondsPerDay + Int64(secondsAfterMidnight)
  }

  private func days(in year: Int) -> Int {
    let newYear = CivilDate.days(year: year, month: 1, day: 1)
    switch day {
    case .withoutLeapDay(let number):
      return newYear + number - (CivilDate.isLeap(year) && number >= 60 ? 0 : 1)
    case .withLeapDay(let number):
      return newYear + number
    case .weekday(let month, let week, let weekday):
      let first = CivilDate.days(year: year, month: month, day: 1)
      // Day 0 was a Thursday, weekday 4.
      let wait = (weekday - first - 4).flooredRemainder(by: 7)
      let day = wait + 7 * (week - 1)
      return first + (day < CivilDate.length(ofMonth: month, in: year) ? day : day - 7)
    }
  }
}
