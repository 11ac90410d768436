/// A day of the Gregorian calendar, without a time zone; the calendar is carried on into the past.
package struct CivilDate: Sendable, Hashable, Comparable {
  /// The year; 0 is the one before year 1.
  package let year: Int
  /// The month, 1 to 12.
  package let month: Int
  /// The day of the month, 1 to 31.
  package let day: Int

  /// Creates the day, or nil when the calendar has none such or the year is outside ±999,999.
  package init?(year: Int, month: Int, day: Int) {
    guard CivilDate.years.contains(year), 1...12 ~= month, day >= 1 else { return nil }
    guard day <= CivilDate.length(ofMonth: month, in: year) else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// Creates the day that many days after 1970-01-01; beyond the years ±999,999 the last day within them.
  package init(daysSinceEpoch: Int) {
    let limits = CivilDate.dayLimits
    let days = min(max(daysSinceEpoch, limits.lowerBound), limits.upperBound) + CivilDate.daysFromMarchZero
    // Years that begin in March put the leap day at their end: 400 of them are 146,097 days, 100 are 36,524
    // (the last hundred has one more), 4 are 1,461, and 1 is 365 (the last of four has one more).
    let cycle = days.flooredQuotient(by: 146_097)
    var rest = days - cycle * 146_097
    let hundreds = min(rest / 36_524, 3)
    rest -= hundreds * 36_524
    let fours = rest / 1_461
    rest -= fours * 1_461
    let ones = min(rest / 365, 3)
    rest -= ones * 365
    let monthFromMarch = (5 * rest + 2) / 153
    let isNextYear = monthFromMarch >= 10
    self.init(
      unchecked: cycle * 400 + hundreds * 100 + fours * 4 + ones + (isNextYear ? 1 : 0),
      isNextYear ? monthFromMarch - 9 : monthFromMarch + 3,
      rest - CivilDate.daysBefore(monthFromMarch: monthFromMarch) + 1)
  }

  private init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days since 1970-01-01; negative before it.
  package var daysSinceEpoch: Int { CivilDate.days(year: year, month: month, day: day) }

  /// Returns whether `left` is the earlier day.
  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension CivilDate {
  /// The day of the week, Monday 1 to Sunday 7.
  package var isoWeekday: Int {
    // Day 0 was a Thursday.
    (daysSinceEpoch + 3).flooredRemainder(by: 7) + 1
  }

  /// The first day of this day's month.
  package var firstOfMonth: CivilDate { CivilDate(unchecked: year, month, 1) }

  /// Returns the day that many days later, or earlier for a negative number.
  package func adding(days: Int) -> CivilDate {
    let (sum, overflows) = daysSinceEpoch.addingReportingOverflow(days)
    return CivilDate(daysSinceEpoch: overflows ? (days < 0 ? .min : .max) : sum)
  }

  /// Returns the same day that many months later, or that month's last day where it has no such day.
  package func adding(months: Int) -> CivilDate {
    let span = CivilDate.years.count * 12
    let index = year * 12 + (month - 1) + min(max(months, -span), span)
    let limits = CivilDate.years
    let target = min(max(index, limits.lowerBound * 12), limits.upperBound * 12 + 11)
    let targetYear = target.flooredQuotient(by: 12)
    let targetMonth = target.flooredRemainder(by: 12) + 1
    let lastDay = CivilDate.length(ofMonth: targetMonth, in: targetYear)
    return CivilDate(unchecked: targetYear, targetMonth, min(day, lastDay))
  }

  /// Returns the last day that is not after this one and falls on `isoWeekday`, Monday 1 to Sunday 7.
  package func startOfWeek(startingOn isoWeekday: Int) -> CivilDate {
    adding(days: -(self.isoWeekday - isoWeekday).flooredRemainder(by: 7))
  }
}

extension CivilDate {
  /// Returns the days from 1970-01-01 to a day that the calendar has.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let monthFromMarch = month >= 3 ? month - 3 : month + 9
    let marchYear = month >= 3 ? year : year - 1
    let leapDays =
      marchYear.flooredQuotient(by: 4) - marchYear.flooredQuotient(by: 100)
      + marchYear.flooredQuotient(by: 400)
    return marchYear * 365 + leapDays + daysBefore(monthFromMarch: monthFromMarch) + day - 1
      - daysFromMarchZero
  }

  /// Returns the number of days of a month.
  static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Returns whether the year has a 29 February.
  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The years that a date may have, so that no arithmetic on it overflows.
  private static let years = -999_999...999_999
  private static let dayLimits =
    days(year: -999_999, month: 1, day: 1)...days(year: 999_999, month: 12, day: 31)
  /// From 0000-03-01 to 1970-01-01.
  private static let daysFromMarchZero = 719_468

  /// Returns the days of a March year before its month: 153 for every five, 31, 30, 31, 30, 31.
  private static func daysBefore(monthFromMarch: Int) -> Int { (153 * monthFromMarch + 2) / 5 }
}
