import CivilTime
import JSON
import Ledger
import Pricing
import Server
import Service

extension Command {
  /// `summary`: what was used and spent.
  static let summary = Command(
    name: "summary", summary: "Show what was used and spent in a period",
    discussion: """
      Totals of the period, then a line for each model, or for whatever --group-by names, most expensive first; spans
      of time come in their order. Amounts are rounded; --json and --csv have all digits.
      """,
    options: CommandOption.usage + [.groupBy, .limit, .shownCurrency, .ingest, .csv, .json]
  ) { options, host in
    try ToolRun.usage(
      options, host, defaults: SummaryText.defaults(options),
      table: { SummaryText($0.report, options).table ?? Table(header: [], rows: []) },
      { usage, _ in SummaryText(usage.report, options).lines })
  }
}

/// A report about usage as lines for a terminal.
struct SummaryText {
  private let report: UsageReport
  private let figures: Figures
  private var currency: AnswerCurrency { report.currency }

  init(_ report: UsageReport, _ options: Options = Options()) {
    (self.report, figures) = (report, Figures(report, options))
  }

  /// What is asked where the options do not tell: groups by model, and spans of time in their order.
  static func defaults(_ options: Options) -> JSONObject {
    let groups = options.toolArguments["group_by"]?.array ?? ["model"]
    let isByTime = groups.contains { ["hour", "day", "week", "month"].contains($0.string) }
    return ["group_by": .array(groups), "order_by": isByTime ? "key" : "cost"]
  }

  /// The lines.
  var lines: [String] {
    var lines = [period, headline]
    lines += KindLines.of(report.totals, in: currency) { ShortMoney.text($0, in: currency.code) }
    if let exchange = currency.exchange {
      lines.append("1 USD is \(exchange.rateText) \(exchange.currency), the rate of \(exchange.date).")
    }
    if let table, !table.rows.isEmpty { lines += [""] + table.lines }
    return lines
  }

  private var period: String {
    let since = report.period.since?.rfc3339(in: report.zone) ?? "the beginning"
    let until = report.period.until?.rfc3339(in: report.zone) ?? "now"
    return "\(since) to \(until) (\(report.zone.identifier))"
  }

  private var headline: String {
    let totals = report.totals.all
    let bill = totals.isUnpriced ? "no amount known" : "\(figures.amount(totals)) \(currency.code)"
    return """
      \(Grouped.count(totals.requests, "request")) in \(Grouped.count(report.totals.sessions, "session")), \
      \(Grouped.count(totals.tokens.input, "token")) in, \(Grouped.text(totals.tokens.output)) out, \(bill)
      """
  }

  /// A line for each group; nil where none were asked for.
  var table: Table? {
    report.groups.map { groups in
      let names = groups.keys.map(\.name)
      let header = names + ["requests", "input", "output", figures.costColumn]
      return Table(header: header, rows: groups.page.map { row($0.group) }, textColumns: names.count)
    }
  }

  /// A dimension that the records of a group do not have is `(none)`.
  private func row(_ group: UsageGroup) -> [String] {
    let totals = group.totals
    return group.key.map { $0.isEmpty ? AbsentName.text : $0 } + [
      figures.count(totals.requests), figures.count(totals.tokens.input), figures.count(totals.tokens.output),
      figures.amount(totals),
    ]
  }
}
