import JSON
import Logging
import Pricing
import Server
import Service

extension Command {
  /// `compare`: the same work on many models.
  static let compare = Command(
    name: "compare", summary: "Show what the same work costs on other models, the cheapest first",
    discussion: """
      The work is a call of so many tokens, a prompt in FILE (- for standard input), or what was recorded in a period
      (--based-on). Without --models it looks through the catalog for models that can do it.
      """,
    options: [
      .number("--input-tokens", .inputTokens, "Prompt tokens, cached ones included"),
      .number("--output-tokens", .outputTokens, "Output tokens, reasoning included"),
      .number("--cache-read-tokens", .cacheReadTokens, "Prompt tokens read from a cache (default: none)"),
      .calls, .word("--based-on", "PERIOD", .basedOn, "What was recorded: today, this_week, this_month, ..."),
      .words("--models", "NAMES", .models, "Compare these models, with commas between"),
      .words("--providers", "NAMES", .providers, "Only models of these providers"),
      .words("--capabilities", "NAMES", .capabilities, "Only models that can do these, such as tools,vision"),
      .word("--baseline", "NAME", .baseline, "Show what is saved against this model"),
      .number("--limit", .limit, in: 1...200, "Show at most COUNT models (default 10)"), .shownCurrency, .csv, .json,
    ], operandNames: ["FILE"]
  ) { options, host in
    try ToolRun.run(options, host, defaults: try PromptFile.words(options, host)) { words, _ in
      let (comparison, json) = try words.comparison()
      if options.isJSON { return JSONWriter.string(.object(json())) }
      let text = ComparisonText(comparison, isWhole: options.isCSV)
      return TerminalText.lines(options.isCSV ? text.table.commaSeparated : text.lines)
    }
  }
}

/// The same work on many models, as lines for a terminal.
struct ComparisonText {
  private let comparison: Comparison
  private let isWhole: Bool

  init(_ comparison: Comparison, isWhole: Bool) { (self.comparison, self.isWhole) = (comparison, isWhole) }

  /// The lines.
  var lines: [String] {
    guard !comparison.ranking.isEmpty else { return ["No model with a price can do this."] + warnings }
    return table.lines + warnings
  }

  /// A row for each model.
  var table: Table {
    let rows = comparison.ranking.prefix(comparison.limit).map { entry in
      [entry.name, entry.model.provider, amount(entry.cost), factor(entry)] + savings(entry)
    }
    let saved = comparison.baseline == nil ? [] : ["saved (\(comparison.currency.code))"]
    return Table(
      header: ["model", "provider", "cost (\(comparison.currency.code))", "times the cheapest"] + saved,
      rows: Array(rows), textColumns: 2)
  }

  private func factor(_ entry: Comparison.Entry) -> String {
    entry.factorThousandths.map { Grouped.fraction($0, places: 3) } ?? ""
  }

  private func savings(_ entry: Comparison.Entry) -> [String] {
    comparison.baseline.map { [amount($0.savings(at: entry.cost).amount)] } ?? []
  }

  private var warnings: [String] {
    (comparison.unpriced ?? []).map { "\($0) has no known price." } + comparison.warnings.map(\.sentence)
  }

  private func amount(_ money: Money) -> String {
    let decimal = comparison.currency.decimal(of: money)
    return isWhole ? decimal : ShortMoney.text(decimal, in: comparison.currency.code)
  }
}
