import CivilTime
import Ledger
import MCP
import Service

/// A period as a question names it: by a word, or by its ends.
struct PeriodArguments {
  /// The words, in the order in which they are offered.
  static let names = ["today", "yesterday", "this_week", "this_month", "last_7_days", "last_30_days", "all"]

  /// What the period is; its ends are exact for every word but `all`.
  let period: Period
  /// The calendar of the zone that the question names.
  let calendar: LedgerCalendar

  /// Reads `period`, or `since` and `until`, in the calendar of `timezone`.
  init(_ arguments: Arguments, service: LedgerService) throws {
    let calendar = try service.calendar(try arguments.text("timezone"))
    self.calendar = calendar
    let name = try arguments.choice("period")
    let since = try arguments.text("since")
    let until = try arguments.text("until")
    guard since != nil || until != nil else {
      // A session is a whole: only who names a period wants a part of it.
      let isOfSession = try arguments.text("session_id").map { $0 != Arguments.absent } ?? false
      period = try Self.period(named: name ?? (isOfSession ? "all" : "this_month"), at: service.now(), calendar)
      return
    }
    guard name == nil else {
      throw ToolFailure(message: "Give either `period` or `since` and `until`, not both.")
    }
    period = Period(
      since: try since.map { try Self.instant($0, called: "since", dayEnd: false, calendar) },
      until: try until.map { try Self.instant($0, called: "until", dayEnd: true, calendar) })
    if let start = period.since, let end = period.until, end <= start {
      throw ToolFailure(message: "`until` must lie after `since`.")
    }
  }

  /// Returns the period that a word means at `now`.
  static func period(named name: String, at now: Instant, _ calendar: LedgerCalendar) throws -> Period {
    switch name {
    case "today": return span(.day, at: now, calendar)
    case "yesterday":
      let today = calendar.start(of: .day, containing: now)
      return span(.day, at: today.adding(milliseconds: -1), calendar)
    case "this_week": return span(.week, at: now, calendar)
    case "this_month": return span(.month, at: now, calendar)
    case "last_7_days": return days(7, endingAt: now, calendar)
    case "last_30_days": return days(30, endingAt: now, calendar)
    case "all": return .all
    default:
      throw ToolFailure(message: "\"\(name)\" is no period. Give one of \(names.joined(separator: ", ")).")
    }
  }

  /// Returns today and the days before it, `count` in all.
  static func days(_ count: Int, endingAt now: Instant, _ calendar: LedgerCalendar) -> Period {
    let today = calendar.zone.date(at: now)
    return Period(
      since: calendar.zone.start(of: today.adding(days: 1 - count)),
      until: calendar.zone.start(of: today.adding(days: 1)))
  }

  private static func span(_ unit: TimeUnit, at instant: Instant, _ calendar: LedgerCalendar) -> Period {
    let start = calendar.start(of: unit, containing: instant)
    return Period(since: start, until: calendar.next(unit, after: start))
  }

  /// The next day, or nil behind the last that RFC 3339 can write.
  private static func following(_ date: CivilDate) -> CivilDate? {
    let next = date.adding(days: 1)
    return next.year <= 9_999 ? next : nil
  }

  /// A date stands for its first instant, or, as an end, for the first instant after it.
  private static func instant(
    _ text: String, called name: String, dayEnd: Bool, _ calendar: LedgerCalendar
  ) throws -> Instant {
    if let date = CivilDate(text), let day = dayEnd ? following(date) : date { return calendar.zone.start(of: day) }
    if let instant = Instant(rfc3339: text) { return instant }
    throw ToolFailure(
      message:
        "Argument `\(name)`: \"\(text)\" is neither a date such as 2026-11-21 nor an RFC 3339 time such as 2026-11-21T09:30:00Z."
    )
  }
}
