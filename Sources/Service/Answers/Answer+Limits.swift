import CivilTime
import JSON
import Ledger

extension Answer {
  /// Where a limit stands; without amounts when `identity` may not know them.
  static func limit(
    _ state: LimitState, _ settings: LimitSettings, _ zone: Zone, for identity: Identity
  ) -> JSONValue {
    var limit: JSONObject = [
      "id": .string(state.rule.id), "scope": "all", "metric": .string(state.rule.metric.rawValue),
      "window": .string(state.rule.window.rawValue), "action": "block",
    ]
    if identity.seesAmounts(of: state.rule) { appendAmounts(of: state, to: &limit) }
    limit.append("level", .string(state.level(settings).rawValue))
    limit.append("resets_at", time(state.resetsAt, zone))
    return .object(limit)
  }

  private static func appendAmounts(of state: LimitState, to limit: inout JSONObject) {
    limit.append("limit", integer(state.rule.limit))
    limit.append("used", integer(state.used))
    limit.append("reserved", 0)
    limit.append("remaining", integer(state.remaining))
    limit.append("percent", hundredths(state.basisPoints()))
  }
}
