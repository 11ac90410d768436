package import CivilTime
package import Ledger

/// A period as a question names it.
package enum PeriodChoice: Sendable, Hashable {
  /// By its name.
  case named(PeriodName)
  /// Today and the days before it, so many in all.
  case days(Int)
  /// By its ends; nil is unbounded.
  case between(since: PeriodEnd?, until: PeriodEnd?)

  /// Returns the period at `now`.
  ///
  /// - Throws: ``PeriodError/endsBeforeItBegins``.
  package func period(at now: Instant, _ calendar: LedgerCalendar) throws(PeriodError) -> Period {
    switch self {
    case .named(let name): return name.period(at: now, calendar)
    case .days(let count): return .days(count, endingAt: now, calendar)
    case .between(let since, let until):
      let period = Period(since: since?.beginning(in: calendar.zone), until: until?.end(in: calendar.zone))
      if let start = period.since, let end = period.until, end <= start { throw .endsBeforeItBegins }
      return period
    }
  }
}

/// What a period begins or ends with.
package enum PeriodEnd: Sendable, Hashable {
  /// A whole day, which belongs to the period.
  case day(CivilDate)
  /// The first instant of the period, or the first one after it.
  case instant(Instant)

  fileprivate func beginning(in zone: Zone) -> Instant {
    switch self {
    case .day(let date): zone.start(of: date)
    case .instant(let instant): instant
    }
  }

  fileprivate func end(in zone: Zone) -> Instant {
    switch self {
    case .day(let date): zone.start(of: date.adding(days: 1))
    case .instant(let instant): instant
    }
  }
}

/// What is wrong with a period.
package enum PeriodError: Error, Hashable {
  /// It holds no instant.
  case endsBeforeItBegins
}
