package import CivilTime

/// How civil time is cut into spans: a zone and the day on which weeks begin.
package struct LedgerCalendar: Sendable {
  /// The zone whose days, weeks and months count.
  package var zone: Zone
  /// The ISO number of the day on which a week begins; Monday is 1.
  package var weekStart: Int

  /// Creates a calendar.
  package init(zone: Zone, weekStart: Int = 1) {
    self.zone = zone
    self.weekStart = weekStart
  }

  /// Returns the beginning of the span that `instant` lies in.
  package func start(of unit: TimeUnit, containing instant: Instant) -> Instant {
    let date = zone.date(at: instant)
    switch unit {
    case .hour: return zone.hourStart(containing: instant)
    case .day: return zone.start(of: date)
    case .week: return zone.start(of: date.startOfWeek(startingOn: weekStart))
    case .month: return zone.start(of: date.firstOfMonth)
    }
  }

  /// Returns the beginning of the span after the one that begins at `start`.
  package func next(_ unit: TimeUnit, after start: Instant) -> Instant {
    let date = zone.date(at: start)
    switch unit {
    case .hour: return zone.nextHourStart(after: start)
    case .day: return zone.start(of: date.adding(days: 1))
    // Counted from the day on which the week should begin: that one may have been skipped.
    case .week: return zone.start(of: date.startOfWeek(startingOn: weekStart).adding(days: 7))
    case .month: return zone.start(of: date.firstOfMonth.adding(months: 1))
    }
  }

  /// Returns the name of the span that holds `instant`: a day's date, a week's first, `YYYY-MM`, an RFC 3339 hour.
  package func label(of unit: TimeUnit, containing instant: Instant) -> String {
    let date = zone.date(at: instant)
    switch unit {
    case .hour: return zone.hourStart(containing: instant).rfc3339(in: zone)
    case .day: return date.description
    case .week: return date.startOfWeek(startingOn: weekStart).description
    case .month: return String(date.description.prefix(7))
    }
  }
}
