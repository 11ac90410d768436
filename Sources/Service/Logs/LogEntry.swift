import AgentLogs
import Ledger

/// A file of a source.
struct LogPlace: Hashable {
  let source: String
  let path: String
}

/// A stretch of a file that is read, on its way into the ledger.
struct LogEntry {
  let task: LogTask
  let stretch: LogStretch
  /// Whether its calls count only together with how far the file is read.
  let isWhole: Bool
  /// How many of its calls are entered.
  var count = 0
  /// What was left out of it.
  var skipped: [SkipReason: Int]

  init(_ task: LogTask, _ stretch: LogStretch) {
    self.task = task
    self.stretch = stretch
    isWhole = if case .database(let source) = task.source.form { source.tellsGrowth } else { false }
    skipped = stretch.findings.skipped
  }

  /// The next call; nil where all are entered.
  var next: LoggedCall? { count < stretch.findings.calls.count ? stretch.findings.calls[count] : nil }
}

/// What a batch of the ledger began with, to go back to where it fails.
struct LogBatch {
  /// The stretch that was being entered.
  var entry: LogEntry?
  /// What had become of the work.
  var report = LogReport()
  /// How many bytes were read.
  var readBytes: Int64 = 0
  /// The tasks that were done in it.
  var done: [LogTask] = []
}

/// After a failure nothing is tried for a while, each time for longer, up to a minute.
struct LogPause {
  private static let shortest: Int64 = 1_000
  private static let longest: Int64 = 64_000
  private var length: Int64 = 0
  private var end: Int64 = .min

  func isOn(at milliseconds: Int64) -> Bool { milliseconds < end }

  mutating func begin(at milliseconds: Int64) {
    length = min(max(Self.shortest, length * 2), Self.longest)
    end = milliseconds + length
  }
}

extension LogTask {
  var place: LogPlace { LogPlace(source: progress.source, path: file.path) }
}

extension LogProgress {
  /// Whether a file is read as far as by another account, whatever was counted.
  func isSame(as other: LogProgress) -> Bool {
    readTo == other.readTo && memory == other.memory && size == other.size && inode == other.inode
  }
}

extension LogStretch {
  /// Nothing of a file that cannot be read.
  init(unread file: LogFile, from progress: LogProgress, for reason: LogError) {
    var progress = progress
    progress.fault = reason.code
    progress.note(file)
    self.init(findings: LogFindings(), progress: progress, hasMore: false)
  }
}
