import CivilTime
import JSON
import Ledger
import Logging
import Pricing
import Server
import Service

extension Command {
  /// `overview`: what today, this week and this month cost; what the program says without a command.
  static let overview = Command(
    name: "overview", summary: "Show what today, this week and this month cost; the same without a command",
    discussion: """
      Takes in what agents have logged, then shows money, calls and tokens of today, this week and this month, the
      models and projects of the month, the limits nearest to being used up, and what vendors say of their allowances.
      """,
    options: [.timezone, .currency, .ingest, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host, entersPrices: true)
    try ServiceBuilder.open(service.ledger)
    service.logs?.catchUp(milliseconds: LogIntake.commandPatienceMilliseconds)
    let report = try OverviewReport(service, timezone: options.timezone, currency: options.currency)
    host.print(
      options.isJSON
        ? JSONWriter.string(.object(try report.document(of: service)))
        : OverviewText(report, service.settings.limits).text)
    return .success
  }
}

/// What today, this week and this month cost, as lines for a terminal.
struct OverviewText {
  /// The most limits that are shown.
  private static let mostLimits = 5

  private let report: OverviewReport
  private let settings: LimitSettings
  private var currency: AnswerCurrency { report.models.currency }
  private var zone: Zone { report.models.zone }

  /// Takes a report, and when levels of limits rise.
  init(_ report: OverviewReport, _ settings: LimitSettings) { (self.report, self.settings) = (report, settings) }

  /// The lines.
  var text: String {
    guard report.periods.contains(where: { $0.report.totals.all.requests > 0 }) else { return nothing }
    var parts = [table("", report.periods.map { (Self.name($0.name), $0.report.totals.all) })]
    parts.append(groups("this month by model", report.models))
    parts.append(groups("this month by project", report.projects))
    parts.append(LimitListText(limits: report.limits, settings: settings, zone: zone).nearest(Self.mostLimits))
    let kinds = KindLines.of(report.models.totals, in: currency, amount: { ShortMoney.text($0, in: currency.code) })
    parts.append(kinds + report.models.warnings.map(\.sentence))
    parts.append(report.windows.map(window))
    return parts.filter { !$0.isEmpty }.map { TerminalText.lines($0) }.joined(separator: "\n\n")
  }

  private var nothing: String {
    TerminalText.lines(
      ["Nothing was called this month, as far as this ledger knows."] + report.models.warnings.map(\.sentence) + [
        "\(Product.name) sources shows whose logs it reads; \(Product.name) summary --period all shows all that it holds."
      ])
  }

  private static func name(_ period: PeriodName) -> String { period.rawValue.replacing("_", with: " ") }

  private func groups(_ title: String, _ report: UsageReport) -> [String] {
    let groups = report.groups?.page.map(\.group) ?? []
    // One group without a name says nothing that the table above does not.
    guard groups.contains(where: { $0.key != [""] }) else { return [] }
    return table(title, groups.map { ($0.key.first.flatMap { $0.isEmpty ? nil : $0 } ?? AbsentName.text, $0.totals) })
  }

  private func table(_ title: String, _ rows: [(String, Totals)]) -> [String] {
    let rows = rows.map { name, totals in
      [name, amount(totals), Grouped.text(totals.requests), Grouped.text(totals.tokens.total)]
    }
    return Table(header: [title, "cost (\(currency.code))", "calls", "tokens"], rows: rows).lines
  }

  private func amount(_ totals: Totals) -> String {
    totals.isUnpriced ? "unpriced" : ShortMoney.text(currency.decimal(of: totals.cost), in: currency.code)
  }

  private func window(_ window: VendorWindow) -> String {
    let reset = window.resetsAt.map { ", resets at \($0.rfc3339(in: zone))" } ?? ""
    let length = window.minutes.map { " of \(Self.length($0))" } ?? ""
    return "\(window.source) says: \(Grouped.fraction(window.usedBasisPoints, places: 2)) % of its "
      + "\(window.name) allowance\(length) is used\(reset) (seen at \(window.observedAt.rfc3339(in: zone)))"
  }

  private static func length(_ minutes: Int64) -> String {
    switch minutes {
    case let minutes where minutes % 1_440 == 0: Grouped.count(minutes / 1_440, "day")
    case let minutes where minutes % 60 == 0: Grouped.count(minutes / 60, "hour")
    default: Grouped.count(minutes, "minute")
    }
  }
}
