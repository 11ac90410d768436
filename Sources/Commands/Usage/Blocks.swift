import CivilTime
import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `blocks`: the 5-hour windows in which somebody worked.
  static let blocks = Command(
    name: "blocks", summary: "Show the 5-hour blocks in which you worked, and the pace of the running one",
    discussion: """
      As Claude Code counts its allowance: a block begins at the full hour (UTC) of its first call and lasts 5 hours;
      a call at its end or later begins the next. The newest comes first. A block that lies in a part of the period is
      shown as a whole. Calls of all programs count, unless a filter such as --source claude-code says otherwise.
      """,
    options: CommandOption.usage + [.limit, .shownCurrency, .ingest, .csv, .json]
  ) { options, host in
    try ToolRun.run(options, host) { words, _ in
      let (report, json) = try words.blocks()
      if options.isJSON { return JSONWriter.string(.object(json())) }
      let text = BlockText(report, options)
      return TerminalText.lines(options.isCSV ? text.table.commaSeparated : text.lines)
    }
  }
}

/// The 5-hour blocks as lines for a terminal.
struct BlockText {
  private let report: BlockReport
  private let figures: Figures

  init(_ report: BlockReport, _ options: Options) {
    (self.report, figures) = (report, Figures(report.currency, report.zone, options))
  }

  /// The lines.
  var lines: [String] {
    guard !report.blocks.isEmpty else { return ["No call was made in this period."] + warnings }
    let isCut = report.count > report.blocks.count
    return table.lines + (isCut ? [ToolRun.moreRows] : []) + report.blocks.flatMap(pace) + warnings
  }

  /// A row for each block.
  var table: Table {
    let rows = report.blocks.map { usage in
      [figures.time(usage.block.began), end(usage), figures.count(usage.totals.requests)]
        + [figures.count(usage.totals.tokens.total), figures.amount(usage.totals)]
    }
    let header = ["began", figures.isWhole ? "ends" : "ended", "calls", "tokens", figures.costColumn]
    return Table(header: header, rows: rows, textColumns: 2)
  }

  private func end(_ usage: UsageBlock) -> String {
    guard !figures.isWhole, let rest = usage.rest else { return figures.time(usage.block.ended) }
    return "running, \(Self.duration(rest.milliseconds)) left"
  }

  /// What the running block comes to.
  private func pace(_ usage: UsageBlock) -> [String] {
    guard let pace = usage.rest?.pace else { return [] }
    let isPriced = !usage.totals.isUnpriced
    func text(_ tokens: Int64, _ cost: String) -> String {
      Grouped.count(tokens, "token") + (isPriced ? " and \(cost) \(report.currency.code)" : "")
    }
    let end = figures.time(usage.block.ended).suffix(5)
    return [
      "The running block takes \(text(pace.hourlyTokens, figures.amount(pace.hourlyCost))) an hour; at that pace it",
      "comes to \(text(pace.tokensAtEnd, figures.amount(pace.costAtEnd))) at \(end).",
    ]
  }

  private var warnings: [String] { report.warnings.map(\.sentence) }

  /// Hours and minutes, such as `2 h 10 min`; a part of a minute counts as one.
  private static func duration(_ milliseconds: Int64) -> String {
    let minutes = (milliseconds + 59_999) / 60_000
    return [minutes / 60 > 0 ? "\(minutes / 60) h" : nil, minutes % 60 > 0 ? "\(minutes % 60) min" : nil]
      .compactMap { $0 }.joined(separator: " ")
  }
}
