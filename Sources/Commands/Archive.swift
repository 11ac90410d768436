import JSON
import MCP
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
    do {
      let named = try options.before.map { try archiving.end(named: $0) }
      guard let end = try named ?? archiving.retentionEnd() else {
        throw CommandFailure(
          status: .usage,
          message: "give --before DATE, or set TOKEN_RETENTION_DAYS to the days for which records are kept")
      }
      let answer = try archiving.run(before: end, applies: !options.isDryRun)
      host.print(options.isJSON ? JSONWriter.string(.object(answer)) : ArchiveText(answer).text)
    } catch let failure as any Worded {
      throw CommandFailure(status: .failure, message: failure.sentence)
    }
    return .success
  }
}

/// What archiving has moved, as lines for a terminal.
struct ArchiveText {
  private let answer: JSONObject

  init(_ answer: JSONObject) { self.answer = answer }

  /// The lines.
  var text: String {
    let records = answer["records"]?.number?.int64 ?? 0
    let before = answer["before"]?.string ?? ""
    guard records > 0 else {
      return (["No record of before \(before) is left to be moved."] + rest).joined(separator: "\n")
    }
    let verb = answer["applied"]?.bool == true ? "moved" : "would move"
    let months = (answer["months"]?.array ?? []).compactMap(\.object).map { month in
      [month["month"]?.string ?? "", month["records"]?.number?.lexeme ?? ""]
    }
    let header = "\(Grouped.count(records, "record")) of before \(before) \(verb) to \(answer["folder"]?.string ?? "")."
    return ([header, ""] + Table(header: ["month", "records"], rows: months).lines + rest).joined(separator: "\n")
  }

  private var rest: [String] {
    let compressed = (answer["compressed"]?.array ?? []).compactMap(\.string).map { "compressed: \($0)" }
    return compressed + (answer["warnings"]?.array ?? []).compactMap(\.string).map { "warning: \($0)" }
  }
}
