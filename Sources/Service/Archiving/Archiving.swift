package import CivilTime
import JSON
package import Ledger
import Logging

/// Moving records that are older than people want to keep them to files of the archive.
package struct Archiving {
  /// Returns a record with its keys and corrections as a line of the archive, with its end.
  package typealias Line = (StoredRecord, [RecordKey], [Adjustment]) -> [UInt8]
  /// Makes a compressed, durable copy of a file, or fails where something else is in its place.
  package typealias Compression = (_ source: String, _ target: String) throws(OutsideFault) -> Void

  private let service: LedgerService
  private let line: Line
  private let compress: Compression?

  /// Creates it over a service.
  ///
  /// - Parameter compress: Files stay plain without it.
  package init(_ service: LedgerService, line: @escaping Line, compress: Compression?) {
    self.service = service
    self.line = line
    self.compress = compress
  }

  /// Returns the time before which records are archived: the beginning of the day that lies as many days back as
  /// records are kept, or nil where they are kept for ever.
  package func retentionEnd() throws(LedgerError) -> Instant? {
    guard let days = service.settings.retentionDays else { return nil }
    let zone = service.defaultZone
    let today = zone.date(at: try service.ledgerTime())
    return zone.start(of: today.adding(days: -Int(days)))
  }

  /// Moves fifty records at most, in some milliseconds; for callers who have other work too.
  ///
  /// - Returns: What was moved; no records when nothing is left to be moved.
  /// - Throws: ``LedgerError``.
  package func step(before end: Instant) throws -> ArchivedChunk { try service.ledger.archive(before: end, line: line) }

  /// Moves all records of before `end`, or only says which would move.
  ///
  /// - Throws: ``LedgerError``; what moved before is moved.
  package func run(before end: Instant, applies: Bool) throws -> ArchiveReport {
    let months = try service.ledger.countArchivable(before: end)
    var report = ArchiveReport(
      end: end, folder: service.ledger.folder.archive, isApplied: applies, months: months,
      records: months.reduce(0) { $0 + $1.records })
    guard applies else { return report }
    report.records = try moveAll(before: end)
    try compressEnded(by: end, noting: &report)
    service.log.write(.info, "archive", ["records": .number(JSONNumber(report.records))])
    return report
  }

  private func moveAll(before end: Instant) throws -> Int64 {
    var moved: Int64 = 0
    while true {
      let chunk = try step(before: end)
      guard chunk.records > 0 else { return moved }
      moved += Int64(chunk.records)
      service.ledger.letOthersWrite()
    }
  }

  /// Compresses the files of months that had ended by `end`, where that is wanted.
  private func compressEnded(by end: Instant, noting report: inout ArchiveReport) throws {
    guard let compress, service.settings.compressesArchive else { return }
    let ledger = service.ledger
    try ledger.removeCompressedTwins { file in
      // Compressed once more it is the same, or it is somebody else's.
      do { try compress(file.path, file.compressedPath) } catch { return false }
      return true
    }
    for file in try ledger.filesToCompress(endedBy: end) {
      do throws(OutsideFault) {
        try compress(file.path, file.compressedPath)
      } catch {
        report.uncompressed.append((file.name, error.reason))
        continue
      }
      if try ledger.closeCompressed(file) { report.compressed.append(file.name + ".gz") }
    }
  }
}
