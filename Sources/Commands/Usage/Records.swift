import JSON
import Ledger
import Server
import Service

extension Command {
  /// `records`: the calls themselves.
  static let records = Command(
    name: "records", summary: "Show the calls themselves, the newest first",
    discussion: """
      Each call with its time, model, tokens and cost, and the beginning of its id, by which "adjust" corrects it.
      Archived calls are not among them.
      """,
    options: CommandOption.usage + [.limit, .shownCurrency, .ingest, .csv, .json]
  ) { options, host in
    try ToolRun.usage(
      options, host, defaults: ["include": ["records"]], table: { RecordTable($0.report, $0.figures).table },
      { _, table in table.rows.isEmpty ? ["The ledger holds no call of this period itself."] : table.lines })
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
        figures.isWhole ? record.id.description : String(record.id.description.prefix(12)),
      ]
    }
    let header = ["time", "model", "session", "agent", "input", "output", figures.costColumn, "id"]
    table = Table(header: header, rows: rows, textColumns: 4)
  }
}
