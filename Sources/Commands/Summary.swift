import CivilTime
import Ledger
import Logging
import Pricing
import Server
import Service

extension Command {
  /// `summary`: what was used and spent.
  static let summary = Command(
    name: "summary", summary: "Show what was used and spent in a period",
    discussion:
      "Totals of the period, then a line for each model, or for whatever --group-by names, most expensive first.",
    options: [.period, .since, .until, .timezone, .groupBy, .limit, .currency, .ingest, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host, entersPrices: true)
    try ServiceBuilder.open(service.ledger)
    service.logs?.catchUp(milliseconds: LogIntake.commandPatienceMilliseconds)
    do {
      let words = try UsageWords(
        period: options.period, since: options.since, until: options.until, timezone: options.timezone,
        currency: options.currency, groupBy: options.groupBy, pageSize: options.limit, of: service.identity)
      let report = try service.usage(words.question)
      host.print(options.isJSON ? words.json(of: report, from: service) : SummaryText(report).text)
    } catch let failure as any Worded {
      // The ledger is open: what is left to go wrong is the question.
      throw CommandFailure(status: .usage, message: failure.sentence)
    }
    return .success
  }
}

/// A report about usage as lines for a terminal.
struct SummaryText {
  private let report: UsageReport
  private var currency: AnswerCurrency { report.currency }

  init(_ report: UsageReport) { self.report = report }

  /// The lines.
  var text: String {
    var lines = [period, headline]
    lines += KindLines.of(report.totals, in: currency)
    if let exchange = currency.exchange {
      lines.append("1 USD is \(exchange.rateText) \(exchange.currency), the rate of \(exchange.date).")
    }
    lines += report.warnings.map(\.sentence)
    if let groups = report.groups, !groups.page.isEmpty { lines += [""] + table(groups) }
    if report.next != nil { lines.append("There are more; show them with a larger --limit.") }
    return TerminalText.lines(lines)
  }

  private var period: String {
    let since = report.period.since?.rfc3339(in: report.zone) ?? "the beginning"
    let until = report.period.until?.rfc3339(in: report.zone) ?? "now"
    return "\(since) to \(until) (\(report.zone.identifier))"
  }

  private var headline: String {
    let totals = report.totals.all
    let bill = totals.isUnpriced ? "no amount known" : "\(amount(totals)) \(currency.code)"
    return """
      \(Grouped.count(totals.requests, "request")) in \(Grouped.count(report.totals.sessions, "session")), \
      \(Grouped.count(totals.tokens.input, "token")) in, \(Grouped.text(totals.tokens.output)) out, \(bill)
      """
  }

  private func table(_ groups: UsageGroups) -> [String] {
    let names = groups.keys.map(\.name)
    let header = names + ["requests", "input", "output", "cost (\(currency.code))"]
    return Table(header: header, rows: groups.page.map { row($0.group) }, textColumns: names.count).lines
  }

  /// A dimension that the records of a group do not have is `(none)`.
  private func row(_ group: UsageGroup) -> [String] {
    let totals = group.totals
    return group.key.map { $0.isEmpty ? AbsentName.text : $0 } + [
      Grouped.text(totals.requests), Grouped.text(totals.tokens.input), Grouped.text(totals.tokens.output),
      amount(totals),
    ]
  }

  private func amount(_ totals: Totals) -> String {
    totals.isUnpriced ? "unpriced" : currency.decimal(of: totals.cost)
  }
}
