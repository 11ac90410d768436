package import CivilTime
import Insight
import Ledger
package import Service

/// What a limit says whose level has risen.
package enum AlertSentences {
  /// Returns what it says to people who may know amounts.
  package static func text(_ alert: Alert, in zone: Zone) -> String {
    let metric = alert.state.rule.metric
    let used = LimitSentences.amount(alert.state.used, of: metric)
    let limit = LimitSentences.amount(alert.state.rule.limit, of: metric)
    return "\(headline(alert)): \(used) of \(limit) used.\(reset(alert.state, in: zone))"
  }

  /// Returns what it says to a caller, who may not know amounts.
  static func text(_ alert: Alert, in zone: Zone, for identity: Identity) -> String {
    identity.seesAmounts(of: alert.state.rule) ? text(alert, in: zone) : headline(alert) + "."
  }

  private static func headline(_ alert: Alert) -> String {
    let rule = alert.state.rule
    let scope = rule.scope == .all ? "" : ", \(rule.scope.text)"
    let name = "\(rule.id) (\(LimitSentences.span(rule))\(scope))"
    switch alert.level {
    case .exceeded: return "\(name) is used up"
    case .alert: return "\(name) is nearly used up"
    case .warning, .ok: return "\(name) is filling up"
    }
  }

  private static func reset(_ state: LimitState, in zone: Zone) -> String {
    guard !state.rule.window.slides, let time = state.resetsAt else { return "" }
    return " It resets at \(time.rfc3339(in: zone))."
  }
}

extension MessageWords {
  /// The words of the program.
  package static let english = MessageWords(
    alert: { alert, zone in message(AlertSentences.text(alert, in: zone)) },
    anomaly: { message(InsightSentences.anomaly($0)) }, fault: LedgerSentences.message)

  private static func message(_ text: String) -> String { MessageText.escaped("\(Product.title): \(text)") }
}
