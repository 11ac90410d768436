import CivilTime
import JSON
import Ledger
import Server
import Service

extension Command {
  /// `sessions`: what conversations have cost.
  static let sessions = Command(
    name: "sessions", summary: "Show what conversations have cost, the most expensive first",
    discussion: """
      What each session has used in the period, with when it began and when its newest call was made, over all its time.
      """,
    options: CommandOption.usage + [.limit, .shownCurrency, .ingest, .csv, .json]
  ) { options, host in
    try ToolRun.usage(
      options, host, defaults: ["group_by": ["session_id"]], table: { try SessionTable($0).table },
      { _, table in table.rows.isEmpty ? ["No session has a call in this period."] : table.lines })
  }
}

/// Sessions as rows.
struct SessionTable {
  /// The rows.
  let table: Table

  /// - Throws: What the ledger throws when the lives of the sessions are read.
  init(_ usage: Usage) throws {
    let figures = usage.figures
    let rows = try (usage.report.groups?.page ?? []).map { share in
      let (name, totals) = (share.group.key.first ?? "", share.group.totals)
      let life = try Self.life(name, usage)
      return [
        name.isEmpty ? AbsentName.text : name, life.map { figures.time($0.began) } ?? "",
        life.map { figures.time($0.last) } ?? "", figures.count(totals.requests), figures.count(totals.tokens.total),
        figures.amount(totals),
      ]
    }
    let header = ["session", "began", "newest call", "calls", "tokens", figures.costColumn]
    table = Table(header: header, rows: rows, textColumns: 3)
  }

  /// The life of a session as far as the question lets its calls through.
  private static func life(_ name: String, _ usage: Usage) throws -> SessionLife? {
    guard !name.isEmpty else { return nil }
    var filter = usage.question.filter
    filter.texts[.sessionID] = name
    return try usage.service.ledger.sessionLife(filter)
  }
}
