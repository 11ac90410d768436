import CivilTime
import Insight
import JSON
import Ledger
import Pricing
import Service

/// `forecast` of `get_usage`.
struct ForecastDocument {
  private let forecast: UsageForecast
  private let zone: Zone
  private let currency: AnswerCurrency

  /// Takes a forecast, the zone of its times and the currency of its amounts.
  init(_ forecast: UsageForecast, _ zone: Zone, _ currency: AnswerCurrency) {
    (self.forecast, self.zone, self.currency) = (forecast, zone, currency)
  }

  /// The forecast, or what is missing for it.
  var object: JSONObject {
    var answer: JSONObject = ["estimate": true, "interval": Estimate.figure(Forecast.interval)]
    if let shortage = forecast.shortage {
      answer.append("too_little_history", Self.shortage(shortage))
    } else {
      answer.append("periods", .array(forecast.periods.map(period)))
    }
    if !forecast.limits.isEmpty { answer.append("limits", .array(forecast.limits.map(limit))) }
    return answer
  }

  /// What is missing, in figures and in words.
  private static func shortage(_ shortage: HistoryShortage) -> JSONValue {
    [
      "days": Answer.integer(Int64(shortage.days)),
      "needed_days": Answer.integer(Int64(UsageHistory.neededDays)),
      "busy_days": Answer.integer(Int64(shortage.busyDays)),
      "needed_busy_days": Answer.integer(Int64(UsageHistory.neededBusyDays)),
      "message": .string(InsightSentences.shortage(shortage)),
    ]
  }

  private func period(_ forecast: PeriodForecast) -> JSONValue {
    var answer: JSONObject = [
      "period": .string(forecast.unit.rawValue), "until": Answer.time(forecast.until, zone),
    ]
    if let tokens = forecast.tokens { answer.append("tokens", Self.range(tokens, Answer.integer)) }
    if let cost = forecast.cost { answer.append("cost", Self.range(cost, currency.amount)) }
    return .object(answer)
  }

  /// Bounds that are shown as the same figure as what is expected are left out.
  private static func range<Amount>(_ range: ForecastRange<Amount>, _ value: (Amount) -> JSONValue) -> JSONValue {
    let expected = value(range.expected)
    var answer: JSONObject = ["used": value(range.used), "expected": expected]
    for (name, bound) in [("low", value(range.low)), ("high", value(range.high))] where bound != expected {
      answer.append(name, bound)
    }
    return .object(answer)
  }

  private func limit(_ forecast: LimitForecast) -> JSONValue {
    let (rule, exhaustion) = (forecast.state.rule, forecast.exhaustion)
    var answer: JSONObject = ["id": .string(rule.id)]
    if rule.scope != .all { answer.append("scope", .string(rule.scope.text)) }
    answer.append("chance", Estimate.figure(exhaustion.chance))
    let times = [
      ("earliest", exhaustion.earliest), ("expected", exhaustion.expected), ("latest", exhaustion.latest),
    ]
    for (name, time) in times {
      if let time { answer.append(name, Answer.time(time, zone)) }
    }
    answer.append("message", .string(InsightSentences.exhaustion(forecast, zone)))
    return .object(answer)
  }
}
