import CivilTime
package import Ledger

/// Usage over time: by hour up to two days, by day up to ninety-two, by month beyond.
package struct UsageTrend: Sendable, Hashable {
  /// The span of each point.
  package let interval: TimeUnit
  /// The spans with usage, in order.
  package let points: [UsagePoint]

  /// How many years are told, month by month.
  private static let mostYears = 100

  /// Reads the trend of a period.
  ///
  /// - Throws: ``UsageError/trendTooLong(mostYears:)`` before anything is read.
  init(of period: Period, _ filter: UsageFilter, _ calendar: LedgerCalendar, in ledger: Ledger) throws {
    guard Self.isDrawable(period) else { throw UsageError.trendTooLong(mostYears: Self.mostYears) }
    interval = Self.interval(of: period, calendar)
    points = try ledger.trend(of: period, filter: filter, unit: interval, calendar: calendar)
      .filter { $0.totals != .zero }
  }

  private static func isDrawable(_ period: Period) -> Bool {
    guard let since = period.since, let until = period.until else { return true }
    return (until.milliseconds - since.milliseconds) / Instant.millisecondsPerDay <= mostYears * 366
  }

  private static func interval(of period: Period, _ calendar: LedgerCalendar) -> TimeUnit {
    guard let since = period.since, let until = period.until else { return .month }
    if until <= end(ofDays: 2, from: since, calendar.zone) { return .hour }
    return until <= end(ofDays: 92, from: since, calendar.zone) ? .day : .month
  }

  /// The end of that many days of 24 hours, or of civil days where these are longer: clocks may change.
  private static func end(ofDays count: Int, from since: Instant, _ zone: Zone) -> Instant {
    let date = zone.date(at: since)
    let plain = since.adding(milliseconds: Int64(count) * Instant.millisecondsPerDay)
    guard zone.start(of: date) == since else { return plain }
    return max(plain, zone.start(of: date.adding(days: count)))
  }
}
