import AgentLogs
import Logging
import Server
import Service

/// What has become of logs, as lines for a terminal.
struct ImportText {
  private let report: LogReport

  init(_ report: LogReport) { self.report = report }

  /// The lines.
  var text: String {
    guard !report.bySource.isEmpty else { return "Nothing new was logged." }
    let header = ["source", "added", "updated", "known", "left out"]
    let rows = report.bySource.sorted { $0.key < $1.key }.map { row($0.key, $0.value) }
    let table = Table(header: header, rows: rows.count > 1 ? rows + [row("all", report.total)] : rows).lines
    return TerminalText.lines(table + reasons)
  }

  private func row(_ name: String, _ tally: LogTally) -> [String] {
    [
      name, Grouped.text(Int64(tally.added)), Grouped.text(Int64(tally.updated)), Grouped.text(Int64(tally.repeated)),
      Grouped.text(Int64(tally.skipped.values.reduce(0, +))),
    ]
  }

  private var reasons: [String] {
    let skipped = report.total.skipped.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    guard !skipped.isEmpty else { return [] }
    return ["", "Left out:"] + skipped.map { "  \(Grouped.text(Int64($0.value))): \(LogSentences.reason($0.key))" }
  }
}
