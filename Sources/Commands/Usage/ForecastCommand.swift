import CivilTime
import Insight
import JSON
import Ledger
import Pricing
import Server
import Service

extension Command {
  /// `forecast`: what the running day, week and month will come to.
  static let forecast = Command(
    name: "forecast", summary: "Show what this day, week and month will come to",
    discussion: """
      From the usage of earlier days at the same hours. Four of five outcomes lie between low and high. Limits that may
      be used up before their window ends are told too.
      """,
    options: CommandOption.filters + [.shownCurrency, .ingest, .csv, .json]
  ) { options, host in
    try ToolRun.usage(options, host, defaults: ["include": ["forecast"]], table: { ForecastTable($0).table }) {
      usage, table in
      guard let forecast = usage.report.forecast else { return [] }
      let periods = forecast.shortage.map { [$0.sentence] } ?? table.lines
      return periods + forecast.limits.map { $0.sentence(in: usage.report.zone) }
    }
  }
}

/// A forecast as rows.
struct ForecastTable {
  /// The rows.
  let table: Table

  init(_ usage: Usage) {
    let figures = usage.figures
    let rows = (usage.report.forecast?.periods ?? []).flatMap { period in
      let name = "this \(period.unit.rawValue)"
      return [
        period.cost.map { [name, figures.costColumn] + Self.cells($0) { figures.amount($0) } },
        period.tokens.map { [name, "tokens"] + Self.cells($0) { figures.count($0) } },
      ].compactMap { $0 }
    }
    table = Table(header: ["period", "what", "so far", "expected", "low", "high"], rows: rows, textColumns: 2)
  }

  private static func cells<Amount>(_ range: ForecastRange<Amount>, _ text: (Amount) -> String) -> [String] {
    [range.used, range.expected, range.low, range.high].map(text)
  }
}
