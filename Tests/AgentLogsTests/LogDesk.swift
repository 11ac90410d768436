import AgentLogs
import JSON

/// Feeds texts to sources as if they were files.
enum LogDesk {
  /// A file that is not there.
  static func file(_ path: String, size: Int64 = 0) -> LogFile {
    LogFile(
      path: "/logs/\(path)", relativePath: path, device: 1, inode: 1, size: size,
      modifiedNanoseconds: 1_790_000_000_000_000_000)
  }

  /// Returns what a source finds in a file of these lines, read in parts of so many lines, each by a reader of its own.
  static func findings(
    of source: some LineSource, in lines: [String], path: String = "p/s.jsonl", step: Int = .max
  ) -> LogFindings {
    var findings = LogFindings()
    var memory = JSONObject()
    var rest = lines[...]
    while !rest.isEmpty {
      let part = rest.prefix(step)
      rest = rest.dropFirst(part.count)
      var reader = source.reader(of: file(path), memory: memory, among: LogFiles([file(path)]))
      for line in part where isMarked(line, source.marks) {
        Array(line.utf8).withUnsafeBytes { reader.read($0, into: &findings) }
      }
      reader.finish(into: &findings)
      memory = reader.memory
    }
    return findings
  }

  private static func isMarked(_ line: String, _ marks: [StaticString]) -> Bool {
    marks.contains { line.contains("\($0)") }
  }
}
