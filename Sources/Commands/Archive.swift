import CivilTime
import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `archive`: moves old records to files.
  static let archive = Command(
    name: "archive", summary: "Move old records to files of the archive",
    discussion: """
      Moves records from before a day, or older than TOKEN_RETENTION_DAYS, to archive/records-YYYY-MM.jsonl in the
      data folder, one whole record a line. Totals stay the same, and a repeated report of an archived call counts
      nothing. Records of the last 24 hours always stay. You can stop it and run it again at any time.
      """,
    options: [.before, .dryRun, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
    let archiving = Archiving(service, compress: host.compressFile)
    let named = try options.before.flatMap { before in
      try PeriodArguments(name: nil, since: before, until: nil, timezone: nil, service: service).period.since
    }
    guard let end = try named ?? archiving.retentionEnd() else {
      throw CommandFailure(
        status: .usage,
        message: "give --before DATE, or set TOKEN_RETENTION_DAYS to the days for which records are kept")
    }
    let report = try archiving.run(before: end, applies: !options.isDryRun)
    let zone = service.defaultZone
    host.print(
      options.isJSON ? JSONWriter.string(.object(report.document(in: zone))) : ArchiveText(report, zone).text)
    return .success
  }
}

/// What archiving has moved, as lines for a terminal.
struct ArchiveText {
  private let report: ArchiveReport
  private let zone: Zone

  init(_ report: ArchiveReport, _ zone: Zone) {
    self.report = report
    self.zone = zone
  }

  /// The lines.
  var text: String {
    let end = report.end.rfc3339(in: zone)
    guard report.records > 0 else {
      return TerminalText.lines(["No record of before \(end) is left to be moved."] + rest)
    }
    let verb = report.isApplied ? "moved" : "would move"
    let header = "\(Grouped.count(report.records, "record")) of before \(end) \(verb) to \(report.folder)."
    let months = report.months.map { [$0.month, String($0.records)] }
    return TerminalText.lines([header, ""] + Table(header: ["month", "records"], rows: months).lines + rest)
  }

  private var rest: [String] {
    report.compressed.map { "compressed: \($0)" } + report.warnings.map { "warning: \($0)" }
  }
}
