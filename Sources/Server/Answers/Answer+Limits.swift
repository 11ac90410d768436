import CivilTime
import JSON
import Ledger
import Pricing
import Service

extension Answer {
  /// How much of a limit is used; without amounts where they may not be told. Amounts of cost are US dollars.
  static func limit(_ told: ToldLimit, _ zone: Zone) -> JSONValue {
    let rule = told.state.rule
    var limit: JSONObject = [
      "id": .string(rule.id), "scope": .string(rule.scope.text), "metric": .string(rule.metric.rawValue),
      "window": .string(rule.window.rawValue), "action": .string(rule.action.rawValue),
    ]
    if told.showsAmounts { appendAmounts(of: told.state, to: &limit) }
    limit.append("level", .string(told.level.rawValue))
    if let resetsAt = told.state.resetsAt { limit.append("resets_at", time(resetsAt, zone)) }
    return .object(limit)
  }

  /// How much of a limit is used, as `identity` may be told.
  static func limit(
    _ state: LimitState, _ settings: LimitSettings, _ zone: Zone, for identity: Identity
  ) -> JSONValue {
    limit(ToldLimit(state, settings, for: identity), zone)
  }

  private static func appendAmounts(of state: LimitState, to limit: inout JSONObject) {
    let metric = state.rule.metric
    limit.append("limit", limitAmount(state.rule.limit, of: metric))
    limit.append("used", limitAmount(state.used, of: metric))
    limit.append("reserved", limitAmount(state.reserved, of: metric))
    limit.append("remaining", limitAmount(state.remaining, of: metric))
    limit.append("percent", hundredths(state.basisPoints()))
  }

  /// What is left in an account, reserved or not, in US dollars.
  static func balance(_ account: AccountState) -> JSONValue {
    ["remaining": money(account.balance.remaining), "currency": "USD"]
  }

  /// An amount in the unit of a metric: a whole number, or US dollars.
  static func limitAmount(_ amount: Int128, of metric: LimitMetric) -> JSONValue {
    metric == .cost ? money(Money(picodollars: amount)) : decimal(String(amount))
  }
}
