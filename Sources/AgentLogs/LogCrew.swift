package import Ledger
import Posix
import Synchronization

/// A stretch of a file that is to be read.
package struct LogTask: Sendable {
  /// The source of the file.
  package let source: any LogSource
  /// All files of the source.
  package let others: LogFiles
  /// The file.
  package let file: LogFile
  /// How far it is read.
  package let progress: LogProgress
  /// Whether what becomes of each line is kept.
  package let explains: Bool

  /// Creates a task.
  package init(
    source: any LogSource, others: LogFiles, file: LogFile, progress: LogProgress, explains: Bool = false
  ) {
    self.source = source
    self.others = others
    self.file = file
    self.progress = progress
    self.explains = explains
  }
}

/// Reads stretches of several files, on threads of its own while the caller does something else.
package final class LogCrew {
  /// How many threads read: with the one that enters calls, two cores are busy.
  private static let threads = 2

  private var scanners: [LogScanner] = [LogScanner()]
  private var running: (threads: Threads, work: Work)?

  /// What the threads share.
  private final class Work: Sendable {
    let tasks: [LogTask]
    private let results: Mutex<[Result<LogStretch, LogError>?]>
    private let next = Atomic<Int>(0)
    private let scanners: Mutex<[LogScanner]>

    init(_ tasks: [LogTask], _ scanners: [LogScanner]) {
      self.tasks = tasks
      self.scanners = Mutex(scanners)
      results = Mutex(Array(repeating: nil, count: tasks.count))
    }

    /// Reads one stretch after another until there is none left.
    func run() {
      var scanner = scanners.withLock { $0.popLast() } ?? LogScanner()
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < tasks.count else { break }
        let result = scanner.result(of: tasks[index])
        results.withLock { $0[index] = result }
      }
      scanners.withLock { $0.append(scanner) }
    }

    /// What was read, and the scanners with their memory; after the threads have ended.
    func take() -> (results: [Result<LogStretch, LogError>], scanners: [LogScanner]) {
      (results.withLock { $0.compactMap(\.self) }, scanners.withLock { $0 })
    }
  }

  /// Creates a crew; no thread is started before there is work for it.
  package init() {}

  /// Begins to read a stretch of each file; ``end()`` returns what was found.
  package func begin(_ tasks: [LogTask]) {
    let work = Work(tasks, scanners)
    running = (Threads(min(Self.threads, tasks.count)) { _ in work.run() }, work)
  }

  /// Returns the stretches that were begun, in the order of their tasks, once all are read; none without any begun.
  package func end() -> [Result<LogStretch, LogError>] {
    guard let (threads, work) = running else { return [] }
    threads.join()
    running = nil
    let (results, scanners) = work.take()
    self.scanners = scanners
    return results
  }

  /// Reads a stretch here and now.
  package func read(_ task: LogTask) -> Result<LogStretch, LogError> {
    if scanners.isEmpty { scanners.append(LogScanner()) }
    return scanners[0].result(of: task)
  }
}

extension LogScanner {
  fileprivate mutating func result(of task: LogTask) -> Result<LogStretch, LogError> {
    do throws(LogError) { return .success(try read(task)) } catch { return .failure(error) }
  }
}
