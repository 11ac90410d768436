import CivilTime
package import Ledger
package import Service

/// A period as arguments name it: by a word, or by its ends.
package struct PeriodArguments {
  /// What the period is; its ends are exact for every word but `all`.
  package let period: Period
  /// The calendar of the zone that the question names.
  package let calendar: LedgerCalendar

  /// Reads `period`, or `since` and `until`, in the calendar of `timezone`; this month where none of them is given.
  init(_ arguments: Arguments, service: LedgerService) throws {
    try self.init(
      name: try arguments.choice(.period), since: try arguments.text(.since), until: try arguments.text(.until),
      timezone: try arguments.text(.timezone), service: service)
  }

  /// Reads a period from its words.
  ///
  /// - Parameter unsaid: What is meant when nothing is said.
  /// - Throws: ``ArgumentError``, ``PeriodError``, or ``ZoneError`` for a zone that cannot be read.
  package init(
    name: String?, since: String?, until: String?, timezone: String?, unsaid: PeriodName = .thisMonth,
    service: LedgerService
  ) throws {
    calendar = try service.calendar(timezone)
    let choice = try PeriodChoice(name: name, since: since, until: until) ?? .named(unsaid)
    period = try choice.period(at: service.now(), calendar)
  }
}

extension PeriodChoice {
  /// Reads `period`, or `since` and `until`; nil where none of them is given.
  init?(_ arguments: Arguments) throws {
    try self.init(
      name: try arguments.choice(.period), since: try arguments.text(.since), until: try arguments.text(.until))
  }

  /// Reads a period from its words; nil where nothing is said.
  fileprivate init?(name: String?, since: String?, until: String?) throws {
    guard since != nil || until != nil else {
      guard let name else { return nil }
      self = .named(try PeriodName(named: name))
      return
    }
    guard name == nil else { throw ArgumentError.periodTwice }
    self = .between(since: try since.map(PeriodEnd.init(since:)), until: try until.map(PeriodEnd.init(until:)))
  }
}

extension PeriodName {
  /// The period of that name.
  ///
  /// - Throws: ``ArgumentError/unknownPeriod(_:)``.
  init(named name: String) throws {
    guard let period = PeriodName(rawValue: name) else { throw ArgumentError.unknownPeriod(name) }
    self = period
  }
}

extension PeriodEnd {
  fileprivate init(since text: String) throws {
    if let date = CivilDate(text) { self = .day(date) } else { self = try Self.instant(text, .since) }
  }

  /// The last day that RFC 3339 can write has no end.
  fileprivate init(until text: String) throws {
    if let date = CivilDate(text), date.adding(days: 1).year <= 9_999 {
      self = .day(date)
    } else {
      self = try Self.instant(text, .until)
    }
  }

  private static func instant(_ text: String, _ name: ArgumentName) throws -> PeriodEnd {
    guard let instant = Instant(rfc3339: text) else { throw ArgumentError.noTime(name, text) }
    return .instant(instant)
  }
}
