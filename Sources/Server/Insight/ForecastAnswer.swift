import CivilTime
import Insight
import JSON
import Ledger
import Pricing
import Service

/// `forecast` of `get_usage`: what the running day, week and month will come to, and when limits run out.
struct ForecastAnswer {
  let service: LedgerService
  let calendar: LedgerCalendar
  let filter: UsageFilter
  let currency: AnswerCurrency
  let now: Instant

  /// Prepares the answer to a question of this moment.
  init(
    _ service: LedgerService, _ calendar: LedgerCalendar, _ filter: UsageFilter, _ currency: AnswerCurrency
  ) {
    (self.service, self.calendar, self.filter, self.currency) = (service, calendar, filter, currency)
    now = service.now()
  }

  /// Returns the forecast, or what is missing for it.
  ///
  /// - Parameter subject: Whose limits are told.
  func answer(_ subject: LimitSubject) throws -> JSONObject {
    let course = try UsageCourse(service, filter, calendar.zone, now)
    let tokens = course.history { $0.tokens }
    var answer: JSONObject = ["estimate": true, "interval": Estimate.figure(Forecast.interval)]
    if let shortage = tokens.shortage {
      answer.append("too_little_history", Self.shortage(shortage))
    } else {
      let cost = course.history { $0.cost }
      answer.append("periods", .array(try [.day, .week, .month].map { try period($0, tokens, cost) }))
    }
    let limits = try LimitForecasts(self, course).answers(subject)
    if !limits.isEmpty { answer.append("limits", .array(limits)) }
    return answer
  }

  private func period(_ unit: TimeUnit, _ tokens: UsageHistory, _ cost: UsageHistory) throws -> JSONValue {
    let start = calendar.start(of: unit, containing: now)
    let end = calendar.next(unit, after: start)
    let span = Period(since: start, until: end)
    let used =
      try service.ledger.trend(of: span, filter: filter, unit: unit, calendar: calendar).first?.totals ?? .zero
    var answer: JSONObject = ["period": .string(unit.rawValue), "until": Answer.time(end, calendar.zone)]
    if case .success(let forecast) = tokens.forecast(until: end, used: Double(used.tokens.total)) {
      answer.append("tokens", .object(Self.tokens(forecast, used.tokens.total)))
    }
    if case .success(let forecast) = cost.forecast(until: end, used: used.cost.dollars) {
      answer.append("cost", .object(amounts(forecast, used.cost)))
    }
    return .object(answer)
  }

  private static func tokens(_ forecast: Forecast, _ used: Int64) -> JSONObject {
    bounded(Answer.integer(used), forecast) { Answer.integer(max(used, Estimate.count($0))) }
  }

  private func amounts(_ forecast: Forecast, _ used: Money) -> JSONObject {
    Self.bounded(currency.amount(used), forecast) { currency.amount(max(used, Estimate.money($0))) }
  }

  /// What was used and what is expected; bounds that are the same figure are left out.
  private static func bounded(
    _ used: JSONValue, _ forecast: Forecast, _ figure: (Double) -> JSONValue
  ) -> JSONObject {
    let expected = figure(forecast.expected)
    var answer: JSONObject = ["used": used, "expected": expected]
    for (name, bound) in [("low", figure(forecast.low)), ("high", figure(forecast.high))] where bound != expected {
      answer.append(name, bound)
    }
    return answer
  }

  /// What is missing, in figures and in words.
  static func shortage(_ shortage: HistoryShortage) -> JSONValue {
    [
      "days": Answer.integer(Int64(shortage.days)),
      "needed_days": Answer.integer(Int64(UsageHistory.neededDays)),
      "busy_days": Answer.integer(Int64(shortage.busyDays)),
      "needed_busy_days": Answer.integer(Int64(UsageHistory.neededBusyDays)),
      "message": .string(InsightSentences.shortage(shortage)),
    ]
  }
}
