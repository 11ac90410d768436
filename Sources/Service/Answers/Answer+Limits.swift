import CivilTime
import JSON
import Ledger

extension Answer {
  /// Where a limit stands.
  static func limit(_ state: LimitState, _ settings: LimitSettings, _ zone: Zone) -> JSONValue {
    [
      "id": .string(state.rule.id), "scope": "all", "metric": .string(state.rule.metric.rawValue),
      "window": .string(state.rule.window.rawValue), "action": "block", "limit": integer(state.rule.limit),
      "used": integer(state.used), "reserved": 0, "remaining": integer(state.remaining),
      "percent": hundredths(state.basisPoints()), "level": .string(state.level(settings).rawValue),
      "resets_at": time(state.resetsAt, zone),
    ]
  }
}
