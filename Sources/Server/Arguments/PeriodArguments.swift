import CivilTime
package import Ledger
package import Service

/// A period as a question names it: by a word, or by its ends.
package struct PeriodArguments {
  /// What the period is; its ends are exact for every word but `all`.
  package let period: Period
  /// The calendar of the zone that the question names.
  package let calendar: LedgerCalendar

  /// Reads `period`, or `since` and `until`, in the calendar of `timezone`.
  init(_ arguments: Arguments, service: LedgerService) throws {
    // A session is a whole: only who names a period wants a part of it.
    let isOfSession = try arguments.text(.sessionID).map { $0 != AbsentName.text } ?? false
    try self.init(
      name: try arguments.choice(.period), since: try arguments.text(.since), until: try arguments.text(.until),
      timezone: try arguments.text(.timezone), unsaid: isOfSession ? .all : .thisMonth, service: service)
  }

  /// Reads a period from its words.
  ///
  /// - Parameter unsaid: What is meant when nothing is said.
  /// - Throws: ``ArgumentError``, or ``ZoneError`` for a zone that cannot be read.
  package init(
    name: String?, since: String?, until: String?, timezone: String?, unsaid: PeriodName = .thisMonth,
    service: LedgerService
  ) throws {
    let calendar = try service.calendar(timezone)
    self.calendar = calendar
    guard since != nil || until != nil else {
      period = try (name.map(Self.named) ?? unsaid).period(at: service.now(), calendar)
      return
    }
    guard name == nil else { throw ArgumentError.periodTwice }
    period = Period(
      since: try since.map { try Self.instant($0, called: .since, dayEnd: false, calendar) },
      until: try until.map { try Self.instant($0, called: .until, dayEnd: true, calendar) })
    if let start = period.since, let end = period.until, end <= start { throw ArgumentError.endBeforeStart }
  }

  /// Returns the period that has a name.
  static func named(_ name: String) throws -> PeriodName {
    guard let period = PeriodName(rawValue: name) else { throw ArgumentError.unknownPeriod(name) }
    return period
  }

  /// The next day, or nil behind the last that RFC 3339 can write.
  private static func following(_ date: CivilDate) -> CivilDate? {
    let next = date.adding(days: 1)
    return next.year <= 9_999 ? next : nil
  }

  /// A date stands for its first instant, or, as an end, for the first instant after it.
  private static func instant(
    _ text: String, called name: ArgumentName, dayEnd: Bool, _ calendar: LedgerCalendar
  ) throws -> Instant {
    if let date = CivilDate(text), let day = dayEnd ? following(date) : date { return calendar.zone.start(of: day) }
    if let instant = Instant(rfc3339: text) { return instant }
    throw ArgumentError.noTime(name, text)
  }
}
