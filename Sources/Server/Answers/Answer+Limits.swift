import CivilTime
import JSON
import Ledger
import Pricing
import Service

extension Answer {
  /// How much of a limit is used; without amounts when `identity` may not know them. Amounts of cost are US dollars.
  static func limit(
    _ state: LimitState, _ settings: LimitSettings, _ zone: Zone, for identity: Identity
  ) -> JSONValue {
    let rule = state.rule
    var limit: JSONObject = [
      "id": .string(rule.id), "scope": .string(rule.scope.text), "metric": .string(rule.metric.rawValue),
      "window": .string(rule.window.rawValue), "action": .string(rule.action.rawValue),
    ]
    if identity.seesAmounts(of: rule) { appendAmounts(of: state, to: &limit) }
    limit.append("level", .string(state.level(settings).rawValue))
    if let resetsAt = state.resetsAt { limit.append("resets_at", time(resetsAt, zone)) }
    return .object(limit)
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
