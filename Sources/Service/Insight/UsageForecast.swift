package import CivilTime
package import Insight
package import Ledger
package import Pricing

/// What the running day, week and month will come to, and when limits run out: an estimate.
package struct UsageForecast: Sendable, Hashable {
  /// What is missing for a forecast of periods; nil where there is one.
  package let shortage: HistoryShortage?
  /// The running day, week and month, as far as history tells.
  package let periods: [PeriodForecast]
  /// The limits whose amounts may be known, as far as history tells.
  package let limits: [LimitForecast]
}

/// What a running period will come to.
package struct PeriodForecast: Sendable, Hashable {
  /// The period: the day, week or month that runs.
  package let unit: TimeUnit
  /// When it ends.
  package let until: Instant
  /// Its tokens; nil where history does not tell.
  package let tokens: ForecastRange<Int64>?
  /// Its cost; nil where history does not tell.
  package let cost: ForecastRange<Money>?
}

/// What has been used of something, and what it will come to, with no more digits than an estimate is good for.
///
/// From ``low`` to ``high`` lie `Forecast.interval` of the outcomes.
package struct ForecastRange<Amount: Comparable & Hashable & Sendable>: Sendable, Hashable {
  /// What has been used so far: exact.
  package let used: Amount
  /// The middle outcome.
  package let expected: Amount
  /// The lower end of the interval.
  package let low: Amount
  /// Its upper end.
  package let high: Amount

  /// Rounds a forecast by `figure`; nothing is expected to be below what was used.
  init(_ used: Amount, _ forecast: Forecast, _ figure: (Double) -> Amount) {
    self.used = used
    expected = max(used, figure(forecast.expected))
    low = max(used, figure(forecast.low))
    high = max(used, figure(forecast.high))
  }
}

extension UsageForecast {
  /// Makes the forecast of this moment.
  ///
  /// - Parameter subject: Whose limits are told.
  init(
    _ service: LedgerService, _ calendar: LedgerCalendar, _ filter: UsageFilter, limitsOf subject: LimitSubject
  ) throws {
    let now = service.now()
    let course = try UsageCourse(service, filter, calendar.zone, now)
    let tokens = course.history { $0.tokens }
    shortage = tokens.shortage
    if shortage == nil {
      let cost = course.history { $0.cost }
      periods = try [TimeUnit.day, .week, .month].map { unit in
        let start = calendar.start(of: unit, containing: now)
        let span = Period(since: start, until: calendar.next(unit, after: start))
        let points = try service.ledger.trend(of: span, filter: filter, unit: unit, calendar: calendar)
        return PeriodForecast(unit, until: span.until ?? now, points.first?.totals ?? .zero, tokens, cost)
      }
    } else {
      periods = []
    }
    limits = try LimitForecasts(service, calendar, filter, course, now).forecasts(subject)
  }
}

extension PeriodForecast {
  fileprivate init(_ unit: TimeUnit, until end: Instant, _ used: Totals, _ tokens: UsageHistory, _ cost: UsageHistory) {
    (self.unit, until) = (unit, end)
    let (count, amount) = (used.tokens.total, used.cost)
    self.tokens = tokens.range(count, Double(count), until: end, Estimate.count)
    self.cost = cost.range(amount, amount.dollars, until: end, Estimate.money)
  }
}

extension UsageHistory {
  /// Returns what will have been used at `end`; nil where there is too little history.
  fileprivate func range<Amount>(
    _ used: Amount, _ figure: Double, until end: Instant, _ amount: (Double) -> Amount
  ) -> ForecastRange<Amount>? {
    guard case .success(let forecast) = forecast(until: end, used: figure) else { return nil }
    return ForecastRange(used, forecast, amount)
  }
}
