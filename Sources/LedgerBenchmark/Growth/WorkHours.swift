import CivilTime

/// When people work, in the year before an instant: most on weekdays by day, few at night and on weekends.
struct WorkHours {
  /// How many days it covers.
  static let days = 365
  private static let hourMilliseconds: Int64 = 3_600_000
  private static let thursday = 4
  /// How much is done in each hour of a weekday, in UTC.
  private static let weekday = [
    4, 3, 3, 3, 4, 6, 14, 40, 80, 100, 100, 90, 60, 90, 100, 95, 80, 50, 30, 20, 16, 12, 8, 6,
  ]

  private let start: Instant
  /// How much is done up to the end of each hour.
  private let done: [Int]

  /// Names the hours of the year that ends at `end`.
  init(endingAt end: Instant) {
    start = end.adding(milliseconds: -Int64(Self.days) * Instant.millisecondsPerDay)
    let first = Int(start.milliseconds / Self.hourMilliseconds)
    var sum = 0
    done = (0..<Self.days * 24).map { hour in
      sum += Self.amount(inHour: first + hour)
      return sum
    }
  }

  /// Returns the time by which `part` of `whole` is done.
  func time(of part: Int, in whole: Int) -> Instant {
    let wanted = (done.last ?? 0) * part / max(1, whole)
    var (low, high) = (0, done.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if done[middle] > wanted { high = middle } else { low = middle + 1 }
    }
    let before = low == 0 ? 0 : done[low - 1]
    let within = Int64(wanted - before) * Self.hourMilliseconds / Int64(max(1, done[low] - before))
    return start.adding(milliseconds: Int64(low) * Self.hourMilliseconds + within)
  }

  private static func amount(inHour hour: Int) -> Int {
    // 1970-01-01 was a Thursday.
    let isWeekend = (hour / 24 + thursday) % 7 == 6 || (hour / 24 + thursday) % 7 == 0
    // Thousands, so that the seconds of an hour can be told apart.
    return weekday[hour % 24] * (isWeekend ? 120 : 1_000)
  }
}
