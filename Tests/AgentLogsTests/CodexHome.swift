import AgentLogs
import Ledger
import Pricing
import TestSupport

/// A folder of Codex's files, read as the importer reads it.
struct CodexHome {
  private let folder: TemporaryFolder
  private let source = Codex()
  private var scanner = LogScanner()
  /// How far each file is read.
  private var progress: [String: LogProgress] = [:]
  /// The calls by their keys, as a ledger joins them, and those of all reports.
  private(set) var calls: [RecordKey: LoggedCall] = [:]
  /// Whether a key was reported with other facts than before.
  private(set) var isContradictory = false
  /// Why lines were left out.
  private(set) var skipped: [SkipReason: Int] = [:]

  init() throws { folder = try TemporaryFolder() }

  /// Writes a file, also over one that is there.
  func write(_ lines: [String], to name: String) throws {
    try folder.write(lines.map { $0 + "\n" }.joined(), to: name)
  }

  /// Where the home is.
  var path: String { folder.path }

  /// Reads what is new in all files, in this order of them.
  mutating func read(_ order: ([LogFile]) -> [LogFile] = { $0 }) throws {
    let home = LogHome(environment: ["CODEX_HOME": folder.path], folder: "/nowhere", isMac: false)
    let files = LogFinder(source, home).files
    let others = LogFiles(files)
    for file in order(files) {
      let start = progress[file.path] ?? LogProgress(source: "codex", path: file.path)
      let stretch = try scanner.read(LogTask(source: source, others: others, file: file, progress: start))
      progress[file.path] = stretch.progress
      take(stretch.findings)
    }
  }

  private mutating func take(_ findings: LogFindings) {
    for call in findings.calls {
      if let known = calls[call.keys[0]], known.facts != call.facts { isContradictory = true }
      calls[call.keys[0]] = call
    }
    skipped.merge(findings.skipped, uniquingKeysWith: +)
  }

  /// The sum of all calls' tokens.
  var total: Int64 { calls.values.reduce(0) { $0 + $1.facts.usage.totalTokens } }
}
