import JSON

/// Goose's sessions of before its database: a file for each, whose first line has its sums.
///
/// A session that was taken over into the database has the same id there, and its first report the same key: the larger
/// of both counts.
package struct GooseFiles: DocumentSource {
  private static let members = JSONProjection(
    "working_dir", "total_tokens", "input_tokens", "output_tokens", "accumulated_total_tokens",
    "accumulated_input_tokens", "accumulated_output_tokens")
  package let name = Goose.name

  package init() {}

  package func roots(of home: LogHome) -> [String] { Goose.folders(of: home) }

  package func isLog(_ path: String) -> Bool { path.isEmpty || path.hasSuffix(".jsonl") && !path.contains("/") }

  package func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings) {
    let line = UnsafeRawBufferPointer(rebasing: document.prefix { $0 != 0x0A })
    var row = NamedRow()
    do {
      for (name, value) in try JSONParser.parse(line, keeping: Self.members) where !value.isNull {
        row.add(value, as: name)
      }
    } catch { return findings.skip(.malformed) }
    guard row.has("working_dir") else { return findings.skip(.unfamiliar) }
    let id = String(file.name.dropLast(".jsonl".count))
    let session = GooseSession(row, id: id)
    guard let sum = session.sum else { return findings.skip(.empty) }
    findings.add(session.call(sum, key: id, at: file.modified, root: id))
  }
}
