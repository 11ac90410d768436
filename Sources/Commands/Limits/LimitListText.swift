import CivilTime
import Ledger
import Logging
import Pricing
import Server
import Service

/// Limits as a table for a terminal.
struct LimitListText {
  /// Each with where it is.
  let limits: [LimitStanding]
  /// When their levels rise.
  let settings: LimitSettings
  /// The zone of times.
  let zone: Zone

  /// The lines.
  var text: String {
    guard !limits.isEmpty else {
      return "No limits are set. \"\(Product.name) limits set --help\" says how to set one."
    }
    let header = ["id", "for", "counts", "action", "limit", "used", "percent", "level", "resets"]
    return TerminalText.lines(Table(header: header, rows: limits.flatMap(rows), textColumns: 4).lines)
  }

  private func rows(_ standing: LimitStanding) -> [[String]] {
    let head = head(standing.rule)
    guard !standing.states.isEmpty else {
      return [[head.id, standing.rule.scope.text] + head.rest + ["", "", "", ""]]
    }
    return standing.states.map { state in
      [head.id, state.rule.scope.text] + head.rest + [
        figure(state.used, standing.rule.metric), Grouped.fraction(state.basisPoints(), places: 2),
        state.level(settings).rawValue, state.resetsAt?.rfc3339(in: zone) ?? "",
      ]
    }
  }

  private func head(_ rule: LimitRule) -> (id: String, rest: [String]) {
    let span = rule.window == .total ? "in total" : "per " + rule.window.rawValue
    return (rule.id, ["\(rule.metric.rawValue) \(span)", rule.action.rawValue, figure(rule.limit, rule.metric)])
  }

  private func figure(_ amount: Int128, _ metric: LimitMetric) -> String {
    metric == .cost ? "$" + Money(picodollars: amount).decimal : Int64(exactly: amount).map(Grouped.text) ?? "\(amount)"
  }
}
