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
    let header = ["id", "for", "counts", "action", "used", "limit", "", "level", "resets"]
    let rows = limits.flatMap { standing in
      let head = [standing.rule.id, standing.rule.scope.text] + Self.words(standing.rule)
      return standing.states.isEmpty
        ? [head + ["", figure(standing.rule.limit, standing.rule.metric), "", "", ""]]
        : standing.states.map { [head[0], $0.rule.scope.text] + head[2...] + state($0) }
    }
    return TerminalText.lines(Table(header: header, rows: rows, textColumns: 4).lines)
  }

  /// A line for each of the `most` limits that are nearest to being used up.
  func nearest(_ most: Int) -> [String] {
    let states = limits.flatMap(\.states).sorted { $0.basisPoints() > $1.basisPoints() }
    guard !states.isEmpty else { return [] }
    let rows = states.prefix(most).map { state in
      ["\(state.rule.scope.text), \(Self.words(state.rule)[0])"] + self.state(state)
    }
    return Table(header: ["limit on", "used", "limit", "", "level", "resets"], rows: Array(rows)).lines
  }

  /// How much is used, of how much, how near that is, and until when.
  private func state(_ state: LimitState) -> [String] {
    let (points, metric) = (state.basisPoints(), state.rule.metric)
    let reset = state.resetsAt.map { ShortTime.text($0, zone) } ?? ""
    return [
      figure(state.used, metric), figure(state.rule.limit, metric), Bar.text(points) + Self.percent(points),
      state.level(settings).rawValue, reset,
    ]
  }

  private static func percent(_ points: Int64) -> String {
    let text = Grouped.fraction(points, places: 2)
    return String(repeating: " ", count: max(0, 6 - text.count)) + text + " %"
  }

  /// What it counts, and what it does.
  private static func words(_ rule: LimitRule) -> [String] {
    let span = rule.window == .total ? "in total" : "per " + rule.window.rawValue
    return ["\(rule.metric.rawValue) \(span)", rule.action.rawValue]
  }

  private func figure(_ amount: Int128, _ metric: LimitMetric) -> String {
    metric == .cost
      ? "$" + ShortMoney.text(Money(picodollars: amount).decimal)
      : Int64(exactly: amount).map(Grouped.text) ?? "\(amount)"
  }
}
