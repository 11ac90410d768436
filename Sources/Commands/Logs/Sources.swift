import AgentLogs
import CivilTime
import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `sources`: what was found of other programs' logs, and how far it is read.
  static let sources = Command(
    name: "sources", summary: "Show whose logs were found where, and how far they are read",
    discussion: """
      A line for each program: where its logs are looked for, how many files are there and how large they are, how many
      of them are read to their end, how many calls they told of, when they were last read, and what cannot be read.
      "import" reads them; so do summary, check, guard and the server, unless \(SettingList.ingest.name) says otherwise.
      """,
    options: [.timezone, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host, offersSettings: false)
    try ServiceBuilder.open(service.ledger)
    let shelves = try LogShelf.all(of: service, ServiceBuilder.home(host))
    let zone = try service.calendar(options.timezone).zone
    host.print(
      options.isJSON
        ? JSONWriter.string(["sources": .array(shelves.map { .object($0.document) })])
        : SourcesText(shelves: shelves, zone: zone).text)
    return .success
  }
}

/// Programs and their logs as lines for a terminal.
struct SourcesText {
  let shelves: [LogShelf]
  let zone: Zone

  /// The lines.
  var text: String {
    let found = shelves.filter { $0.files > 0 || !$0.faults.isEmpty }
    let absent = shelves.filter { $0.files == 0 && $0.faults.isEmpty }.map(\.name)
    var lines: [String] = []
    if !found.isEmpty {
      let header = ["source", "files", "read", "bytes", "calls", "last read"]
      lines = Table(header: header, rows: found.map(row)).lines + found.flatMap(places)
    }
    if !absent.isEmpty { lines.append("Nothing found of: \(absent.joined(separator: ", "))") }
    return TerminalText.lines(lines)
  }

  private func row(_ shelf: LogShelf) -> [String] {
    [
      shelf.name, Grouped.text(Int64(shelf.files)), Grouped.text(Int64(shelf.filesRead)), Grouped.text(shelf.bytes),
      Grouped.text(shelf.calls), shelf.lastRead?.rfc3339(in: zone) ?? "never",
    ]
  }

  private func places(_ shelf: LogShelf) -> [String] {
    shelf.folders.map { "\(shelf.name): \($0)" } + shelf.faults.map { "  cannot read: \(LogSentences.message($0))" }
  }
}
