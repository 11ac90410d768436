import AgentLogs
import JSON
import Ledger
import Testing

/// What holds for every source, and sources that are no lines.
extension LogDesk {
  /// Returns what a source finds in a document.
  static func findings(of source: some DocumentSource, in document: String, path: String) -> LogFindings {
    var findings = LogFindings()
    Array(document.utf8).withUnsafeBytes { source.read($0, of: file(path), into: &findings) }
    return findings
  }

  /// Expects the same calls wherever the lines are split, the same keys when they are read again, memories of at most
  /// some 4 KB, and no crash for lines that are cut.
  static func expectLaws(
    of source: some LineSource, in lines: [String], path: String = "p/s.jsonl",
    location: SourceLocation = #_sourceLocation
  ) {
    let whole = findings(of: source, in: lines, path: path)
    for step in 1...max(1, lines.count) {
      let parts = findings(of: source, in: lines, path: path, step: step)
      #expect(parts.calls == whole.calls, "in parts of \(step) lines", sourceLocation: location)
    }
    let again = findings(of: source, in: lines + lines, path: path)
    #expect(names(again) == names(whole), "read again", sourceLocation: location)
    for line in lines {
      let bytes = Array(line.utf8)
      for length in stride(from: 0, to: bytes.count, by: 7) {
        var findings = LogFindings()
        var reader = source.reader(of: file(path), memory: JSONObject(), among: LogFiles([]))
        bytes.prefix(length).withUnsafeBytes { reader.read($0, into: &findings) }
        #expect(findings.calls.isEmpty, sourceLocation: location)
        #expect(JSONWriter.bytes(.object(reader.memory)).count <= 4_096, sourceLocation: location)
      }
    }
  }

  /// Returns the first names of all calls that were found.
  static func names(_ findings: LogFindings) -> Set<String> {
    Set(findings.calls.compactMap { call in call.keys.first.map { "\($0.namespace) \($0.id) \($0.part)" } })
  }
}
