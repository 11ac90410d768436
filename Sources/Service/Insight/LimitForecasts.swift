package import CivilTime
package import Insight
package import Ledger

/// When a limit will be used up.
package struct LimitForecast: Sendable, Hashable {
  /// How much of the limit is used.
  package let state: LimitState
  /// The end of the time that was looked at, to the minute.
  package let until: Instant
  /// When it will be used up, to the minute: an estimate knows no seconds.
  package let exhaustion: Exhaustion

  /// Makes the forecast of a limit; nil for windows that slide or hold one call, and where history does not tell.
  package init?(
    of state: LimitState, _ service: LedgerService, _ filter: UsageFilter, _ calendar: LedgerCalendar, _ now: Instant
  ) throws {
    guard let end = state.forecastEnd(now) else { return nil }
    self.init(of: state, until: end, try UsageCourse(service, filter, calendar.zone, now))
  }

  fileprivate init?(of state: LimitState, until end: Instant, _ course: UsageCourse) {
    guard var exhaustion = course.exhaustion(of: state, until: end) else { return nil }
    exhaustion.earliest = exhaustion.earliest?.minute
    exhaustion.expected = exhaustion.expected?.minute
    exhaustion.latest = exhaustion.latest?.minute
    (self.state, until, self.exhaustion) = (state, end.minute, exhaustion)
  }
}

/// When the limits of days, weeks, months and of everything will be used up.
struct LimitForecasts {
  private let service: LedgerService
  private let zone: Zone
  private let now: Instant
  private var courses: [UsageFilter: UsageCourse] = [:]

  /// Takes over the course that has been read for a filter, which serves limits on just that.
  init(
    _ service: LedgerService, _ calendar: LedgerCalendar, _ filter: UsageFilter, _ course: UsageCourse, _ now: Instant
  ) throws {
    (self.service, self.now) = (service, now)
    zone = try service.limitCalendar().zone
    if zone == calendar.zone { courses[filter] = course }
  }

  /// Returns a forecast for each of the limits whose amounts may be known, as far as history tells.
  func forecasts(_ subject: LimitSubject) throws -> [LimitForecast] {
    var courses = courses
    var forecasts: [LimitForecast] = []
    for state in try service.limitStates(for: subject) where service.identity.seesAmounts(of: state.rule) {
      guard let end = state.forecastEnd(now), let filter = UsageFilter(of: state.rule.scope) else { continue }
      let course = try courses[filter] ?? UsageCourse(service, filter, zone, now)
      courses[filter] = course
      if let forecast = LimitForecast(of: state, until: end, course) { forecasts.append(forecast) }
    }
    return forecasts
  }
}

extension LimitState {
  /// How many days ahead is looked for a limit that never resets.
  private static let daysAhead: Int64 = 31

  /// The end of the time that is looked at; nil for windows that slide or hold one call.
  fileprivate func forecastEnd(_ now: Instant) -> Instant? {
    switch rule.window {
    case .day, .week, .month: resetsAt
    case .total: now.adding(milliseconds: Self.daysAhead * Instant.millisecondsPerDay)
    case .request, .minute, .hour: nil
    }
  }
}

extension UsageCourse {
  fileprivate func exhaustion(of state: LimitState, until end: Instant) -> Exhaustion? {
    let metric = state.rule.metric
    let forecast = history(of: metric).forecast(
      until: end, used: metric.figure(state.used), limits: [metric.figure(state.rule.limit)])
    guard case .success(let found) = forecast else { return nil }
    return found.exhaustions.first
  }

  private func history(of metric: LimitMetric) -> UsageHistory {
    switch metric {
    case .tokens: history { $0.tokens }
    case .cost: history { $0.cost }
    case .requests: history { $0.requests }
    }
  }
}

extension LimitMetric {
  /// Returns an amount for statistics: dollars where it counts picodollars.
  fileprivate func figure(_ amount: Int128) -> Double { self == .cost ? Double(amount) / 1e12 : Double(amount) }
}

extension Instant {
  /// The beginning of the minute.
  fileprivate var minute: Instant { Instant(seconds: seconds - (seconds % 60 + 60) % 60) }
}
