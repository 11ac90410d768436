import Posix

/// Reads stretches of several files: a little at once, much on threads of its own while the caller does something else.
package final class LogCrew {
  /// How many threads read: with the one that enters calls, two cores are busy.
  private static let mostThreads = 2
  /// How many bytes of lines may wait without a thread: reading these takes less than starting one. A database may be
  /// locked for a while.
  private static let mostAtOnce: Int64 = 256 << 10

  private let work = SharedValue(Work())

  /// What the threads share.
  private struct Work: Sendable {
    /// What is to be read, the first first.
    var tasks: [LogTask] = []
    /// What is read.
    var readings: [LogReading] = []
    /// The scanners that nobody works with just now.
    var scanners: [LogScanner] = []
    var threads = 0

    mutating func nextWithoutThread() -> LogTask? {
      threads == 0 && readings.isEmpty && !tasks.isEmpty ? tasks.removeFirst() : nil
    }
  }

  /// Creates a crew; no thread is started before there is work for it, and none stays without.
  package init() {}

  /// Begins to read a stretch; ``next(waitingMilliseconds:)`` returns it.
  package func begin(_ task: LogTask) {
    let needsThread = work.with { work in
      work.tasks.append(task)
      let isMuch = work.tasks.reduce(0) { $0 + $1.load } > Self.mostAtOnce
      guard work.threads < Self.mostThreads, isMuch || !task.isReadInStretches else { return false }
      work.threads += 1
      return true
    }
    if needsThread { BackgroundThread.start { [work] in Self.run(work) } }
  }

  /// Returns a stretch that is read, whichever is ready first; nil where none is within so many milliseconds.
  package func next(waitingMilliseconds: Int64) -> LogReading? {
    if let task = work.with({ $0.nextWithoutThread() }) {
      var scanner = LogScanner()
      return LogReading(task, by: &scanner)
    }
    return work.wait(milliseconds: waitingMilliseconds) { $0.readings.isEmpty ? nil : $0.readings.removeFirst() }
  }

  /// Lets so much time pass while the crew goes on.
  package func rest(milliseconds: Int64) { _ = work.wait(milliseconds: milliseconds) { _ in nil as Void? } }

  /// Reads one stretch after another until there is none left.
  private static func run(_ work: SharedValue<Work>) {
    var scanner = work.with { $0.scanners.popLast() } ?? LogScanner()
    while let task = next(of: work) {
      let reading = LogReading(task, by: &scanner)
      work.with { $0.readings.append(reading) }
    }
    work.with { work in
      // Its memory is for the next round, if there is one.
      if work.threads > 0 { work.scanners.append(scanner) } else { work.scanners = [] }
    }
  }

  /// A thread that gets nothing is counted out at once, so that whoever begins something later starts another.
  private static func next(of work: SharedValue<Work>) -> LogTask? {
    work.with { work in
      guard !work.tasks.isEmpty else {
        work.threads -= 1
        return nil
      }
      return work.tasks.removeFirst()
    }
  }
}

/// What has become of a task.
package struct LogReading: Sendable {
  /// The task.
  package let task: LogTask
  /// What was read, or why nothing can be.
  package let result: Result<LogStretch, LogError>

  fileprivate init(_ task: LogTask, by scanner: inout LogScanner) {
    self.task = task
    do throws(LogError) { result = .success(try scanner.read(task)) } catch { result = .failure(error) }
  }
}
