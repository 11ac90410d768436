import JSON
import Ledger
import Server
import Service

extension Command {
  /// `records`: the calls themselves.
  static let records = Command(
    name: "records", summary: "Show the calls themselves, the newest first",
    discussion: "Each call with its time, model, tokens and cost. Archived calls are not among them.",
    options: CommandOption.usage + [.limit, .shownCurrency, .ingest, .csv, .json]
  ) { options, host in
    try ToolRun.usage(options, host, defaults: ["include": ["records"]]) { report, _ in
      let table = RecordTable(report, Figures(report, options)).table
      guard !options.isCSV else { return table.commaSeparated }
      let rows = table.rows.isEmpty ? ["No call was made in this period."] : table.lines
      return rows + SessionTable.more(report) + report.warnings.map(\.sentence)
    }
  }
}

/// Calls as rows.
struct RecordTable {
  /// The rows.
  let table: Table

  init(_ report: UsageReport, _ figures: Figures) {
    let rows = (report.records ?? []).map { entry in
      let (facts, record) = (entry.record.facts, entry.record)
      let tokens = entry.counted?.tokens ?? TokenTotals(facts.usage)
      return [
        figures.time(facts.timestamp), facts.model, facts.sessionID, facts.agent, figures.count(tokens.input),
        figures.count(tokens.output), figures.amount(entry.counted?.cost ?? record.price.cost),
        figures.isWhole ? record.id.description : String(record.id.description.suffix(12)),
      ]
    }
    let header = ["time", "model", "session", "agent", "input", "output", figures.costColumn, "id"]
    table = Table(header: header, rows: rows, textColumns: 4)
  }
}
