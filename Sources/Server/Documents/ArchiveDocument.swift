package import CivilTime
package import JSON
import Ledger
package import Service

extension ArchiveReport {
  /// What has moved, as JSON.
  package func document(in zone: Zone) -> JSONObject {
    var document: JSONObject = [
      "before": Answer.time(end, zone), "records": Answer.integer(records), "applied": .bool(isApplied),
      "folder": .string(folder),
      "months": .array(months.map { ["month": .string($0.month), "records": Answer.integer($0.records)] }),
    ]
    if !compressed.isEmpty { document.append("compressed", .array(compressed.map(JSONValue.string))) }
    if !warnings.isEmpty { document.append("warnings", .array(warnings.map(JSONValue.string))) }
    return document
  }

  /// What could not be compressed, in words.
  package var warnings: [String] { uncompressed.map { "\($0.file) stays as it is: \($0.reason)" } }
}

extension Archiving {
  /// Creates it over a service; a line of the archive is a whole record as JSON, with times in UTC.
  package init(_ service: LedgerService, compress: Compression? = nil) {
    self.init(
      service,
      line: { record, keys, adjustments in
        let document = RecordDocument(record: record, keys: keys, adjustments: adjustments, zone: .utc)
        return JSONWriter.bytes(.object(document.object)) + [0x0A]
      }, compress: compress)
  }
}
