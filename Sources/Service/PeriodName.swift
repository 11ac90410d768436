package import CivilTime
package import Ledger

/// A period that a word names, seen from a time.
package enum PeriodName: String, Sendable, CaseIterable {
  case today
  case yesterday
  case thisWeek = "this_week"
  case thisMonth = "this_month"
  case last7Days = "last_7_days"
  case last30Days = "last_30_days"
  case all

  /// Returns the period that the word means at `now`; its ends are exact for every word but `all`.
  package func period(at now: Instant, _ calendar: LedgerCalendar) -> Period {
    switch self {
    case .today: Self.span(.day, at: now, calendar)
    case .yesterday:
      Self.span(.day, at: calendar.start(of: .day, containing: now).adding(milliseconds: -1), calendar)
    case .thisWeek: Self.span(.week, at: now, calendar)
    case .thisMonth: Self.span(.month, at: now, calendar)
    case .last7Days: .days(7, endingAt: now, calendar)
    case .last30Days: .days(30, endingAt: now, calendar)
    case .all: .all
    }
  }

  private static func span(_ unit: TimeUnit, at instant: Instant, _ calendar: LedgerCalendar) -> Period {
    let start = calendar.start(of: unit, containing: instant)
    return Period(since: start, until: calendar.next(unit, after: start))
  }
}

extension Period {
  /// Returns today and the days before it, `count` in all.
  package static func days(_ count: Int, endingAt now: Instant, _ calendar: LedgerCalendar) -> Period {
    let today = calendar.zone.date(at: now)
    return Period(
      since: calendar.zone.start(of: today.adding(days: 1 - count)),
      until: calendar.zone.start(of: today.adding(days: 1)))
  }
}
