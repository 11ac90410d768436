import CivilTime
import JSON
import Ledger
import Server
import Service

extension Command {
  /// `sessions`: what conversations have cost.
  static let sessions = Command(
    name: "sessions", summary: "Show what conversations have cost, the most expensive first",
    discussion:
      "Each session with when it began and when its newest call was made, over the period that is asked about.",
    options: CommandOption.usage + [.limit, .shownCurrency, .ingest, .csv, .json]
  ) { options, host in
    try ToolRun.usage(options, host, defaults: ["group_by": ["session_id"]]) { report, service in
      let table = try SessionTable(report, Figures(report, options), service).table
      guard !options.isCSV else { return table.commaSeparated }
      return table.rows.isEmpty ? ["No session has a call in this period."] : table.lines + SessionTable.more(report)
    }
  }
}

/// Sessions as rows.
struct SessionTable {
  /// The rows.
  let table: Table

  /// - Throws: What the ledger throws when the lives of the sessions are read.
  init(_ report: UsageReport, _ figures: Figures, _ service: LedgerService) throws {
    let rows = try (report.groups?.page ?? []).map { share in
      let (name, totals) = (share.group.key.first ?? "", share.group.totals)
      let life = name.isEmpty ? nil : try service.ledger.sessionLife(UsageFilter(texts: [.sessionID: name]))
      return [
        name.isEmpty ? AbsentName.text : name, life.map { figures.time($0.began) } ?? "",
        life.map { figures.time($0.last) } ?? "", figures.count(totals.requests), figures.count(totals.tokens.total),
        figures.amount(totals),
      ]
    }
    let header = ["session", "began", "newest call", "calls", "tokens", figures.costColumn]
    table = Table(header: header, rows: rows, textColumns: 3)
  }

  /// What to do to see the rest.
  static func more(_ report: UsageReport) -> [String] { report.next == nil ? [] : [moreRows] }

  /// That there are more rows than were shown.
  static let moreRows = "There are more; show them with a larger --limit."
}
