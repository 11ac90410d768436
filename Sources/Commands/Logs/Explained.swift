import AgentLogs
import Ledger
import Server

/// A file of logs and what becomes of each line of it; no ledger is touched.
struct Explained {
  let path: String
  /// The program that it is read as a log of.
  let source: String
  let lines: [LogFindings.Explanation]

  /// Explains the file or folder at a path, or else the files of a session, in the order of their paths.
  ///
  /// A file in a program's own place is one of that program's, and is read among its others. Any other is read as the
  /// source would have it that finds the most in it.
  static func all(
    named name: String, at path: String, of sources: [any LogSource], _ home: LogHome
  ) throws -> [Explained] {
    let homes = sources.map { ($0, LogFinder($0, home).files) }
    let own = homes.flatMap { source, files in
      files.filter { $0.path == path }.map { Task(source: source, file: $0, others: files) }
    }
    guard own.isEmpty else { return try own.map(Explained.init) }
    if let lone = try likeliest(at: path, of: sources) { return [lone] }
    let below = NamedLogs.files(at: path, of: sources).flatMap { source, files in
      files.map { Task(source: source, file: $0, others: files) }
    }
    guard below.isEmpty else { return try below.map(Explained.init) }
    let session = homes.flatMap { source, files in
      files.filter { $0.relativePath.contains(name) }.map { Task(source: source, file: $0, others: files) }
    }
    return try session.map(Explained.init)
  }

  /// A file that is to be explained.
  private struct Task {
    let source: any LogSource
    let file: AgentLogs.LogFile
    let others: [AgentLogs.LogFile]
  }

  /// Returns the file at a path, read by the source that finds the most in it; nil where there is no file.
  private static func likeliest(at path: String, of sources: [any LogSource]) throws -> Explained? {
    let fitting = sources.filter { $0.isLog(path) }
    let readings = try (fitting.isEmpty ? Array(sources.prefix(1)) : fitting).compactMap { source in
      try LogFinder.file(at: path, of: source).map { try Explained(Task(source: source, file: $0, others: [$0])) }
    }
    return readings.reduce(nil) { best, next in
      guard let best else { return next }
      return next.weight > best.weight ? next : best
    }
  }

  /// How much was found, calls first; that columns are missing is nothing found.
  private var weight: (calls: Int, lines: Int) {
    (lines.count { $0.call != nil }, lines.count { $0.reason != .unfamiliar })
  }

  private init(_ task: Task) throws {
    (path, source) = (task.file.path, task.source.name)
    var scanner = LogScanner()
    var progress = LogProgress(source: source, path: path)
    let others = LogFiles(task.others)
    var (lines, hasMore): ([LogFindings.Explanation], Bool) = ([], true)
    do throws(LogError) {
      while hasMore {
        let stretch = try scanner.read(
          LogTask(source: task.source, others: others, file: task.file, progress: progress, explains: true))
        lines += stretch.findings.explanations
        (progress, hasMore) = (stretch.progress, stretch.hasMore)
      }
    } catch {
      throw CommandFailure(status: .inputOutput, message: "\(path): \(LogSentences.reason(error))")
    }
    self.lines = lines
  }
}
