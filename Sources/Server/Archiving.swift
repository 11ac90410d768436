package import CivilTime
package import JSON
package import Ledger
import Logging
import MCP
import Pricing
package import Service

/// Moving records that are older than people want to keep them to files of the archive.
package struct Archiving {
  private let service: LedgerService
  private let compress: ((_ source: String, _ target: String) -> String?)?

  /// Creates it over a service.
  ///
  /// - Parameter compress: Makes a compressed, durable copy of a file and returns why it could not, or nil; files
  ///   stay plain where there is no such thing.
  package init(_ service: LedgerService, compress: ((_ source: String, _ target: String) -> String?)? = nil) {
    self.service = service
    self.compress = compress
  }

  /// Returns the time before which records are archived: the beginning of the day that lies as many days back as
  /// records are kept, or nil where they are kept for ever.
  ///
  /// - Throws: ``ToolFailure``.
  package func retentionEnd() throws -> Instant? {
    guard let days = service.settings.retentionDays else { return nil }
    let calendar = try service.calendar(nil)
    let today = calendar.zone.date(at: try service.ledgerTime())
    return calendar.zone.start(of: today.adding(days: -Int(days)))
  }

  /// Returns the time that `before` names: a date, which begins in the ledger's zone, or an RFC 3339 time.
  ///
  /// - Throws: ``ToolFailure``.
  package func end(named before: String) throws -> Instant {
    let arguments = try Arguments(["since": .string(before)], of: service.identity)
    guard let instant = try PeriodArguments(arguments, service: service).period.since else {
      preconditionFailure("a period with a beginning has one")
    }
    return instant
  }

  /// Moves fifty records at most, in some milliseconds; for callers who have other work too.
  ///
  /// - Returns: What was moved; no records when nothing is left to be moved.
  /// - Throws: ``ToolFailure``.
  package func step(before end: Instant) throws -> ArchivedChunk {
    try service.ledger.archive(before: end) { record, keys, adjustments in
      JSONWriter.bytes(
        .object(RecordDocument(record: record, keys: keys, adjustments: adjustments, zone: .utc).object)) + [0x0A]
    }
  }

  /// Moves all records of before `end`, or only says which would move.
  ///
  /// - Throws: ``ToolFailure``; what moved before is moved.
  package func run(before end: Instant, applies: Bool) throws -> JSONObject {
    let months = try service.ledger.countArchivable(before: end)
    var moved = 0
    var compressed: [String] = []
    var warnings: [String] = []
    if applies {
      while true {
        let chunk = try step(before: end)
        guard chunk.records > 0 else { break }
        moved += chunk.records
        service.ledger.letOthersWrite()
      }
      (compressed, warnings) = try compressEnded(by: end)
      service.log.write(.info, "archive", ["records": Answer.integer(Int64(moved))])
    }
    var answer: JSONObject = [
      "before": Answer.time(end, service.defaultZone),
      "records": Answer.integer(applies ? Int64(moved) : months.reduce(0) { $0 + $1.records }),
      "applied": .bool(applies), "folder": .string(service.ledger.folder.archive),
      "months": .array(months.map { ["month": .string($0.month), "records": Answer.integer($0.records)] }),
    ]
    if !compressed.isEmpty { answer.append("compressed", .array(compressed.map(JSONValue.string))) }
    if !warnings.isEmpty { answer.append("warnings", .array(warnings.map(JSONValue.string))) }
    return answer
  }

  /// Compresses the files of months that had ended by `end`, where that is wanted.
  ///
  /// - Returns: The names of the compressed files, and what went wrong with others.
  package func compressEnded(by end: Instant) throws -> (files: [String], warnings: [String]) {
    guard let compress, service.settings.compressesArchive else { return ([], []) }
    let ledger = service.ledger
    try ledger.removeCompressedTwins()
    var names: [String] = []
    var warnings: [String] = []
    for file in try ledger.filesToCompress(endedBy: end) {
      if let reason = compress(file.path, file.compressedPath) {
        warnings.append("\(file.name) stays as it is: \(reason)")
      } else if try ledger.closeCompressed(file) {
        names.append(file.name + ".gz")
      }
    }
    return (names, warnings)
  }
}
