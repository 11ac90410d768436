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
  /// What was said of the vendor's allowances.
  private(set) var windows: [VendorWindow] = []

  init() throws { folder = try TemporaryFolder() }

  /// Returns a home with these files, once they are read.
  static func reading(_ files: [String: [String]]) throws -> CodexHome {
    var home = try CodexHome()
    for (name, lines) in files { try home.write(lines, to: "sessions/2026/08/15/\(name).jsonl") }
    try home.read()
    return home
  }

  /// Returns the tokens of each call in these files, the smallest first.
  static func tokens(of files: [String: [String]]) throws -> [Int64] {
    try reading(files).calls.values.map(\.facts.usage.totalTokens).sorted()
  }

  /// Writes a file, also over one that is there.
  func write(_ lines: [String], to name: String) throws {
    try folder.write(lines.map { $0 + "\n" }.joined(), to: name)
  }

  /// Writes a file that may end in the middle of a line.
  func write(bytes: [UInt8], to name: String) throws { try folder.write(bytes, to: name) }

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
    windows += findings.windows
    skipped.merge(findings.skipped, uniquingKeysWith: +)
  }

  /// The sum of all calls' tokens.
  var total: Int64 { calls.values.reduce(0) { $0 + $1.facts.usage.totalTokens } }
}
