package import AgentLogs
import Ledger

/// What has become of logs that were read.
package struct LogReport: Sendable {
  /// In all, and of each source.
  package private(set) var total = LogTally()
  package private(set) var bySource: [String: LogTally] = [:]
  /// What cannot be read, and why.
  package var faults: [LogFault] = []

  /// Creates a report of nothing.
  package init() {}

  /// Adds what has become of a stretch.
  mutating func add(_ tally: LogTally, of source: String) {
    total += tally
    bySource[source, default: LogTally()] += tally
  }
}

/// How many calls were entered, and what was left out.
package struct LogTally: Sendable, Hashable {
  /// Calls that the ledger did not know.
  package private(set) var added = 0
  /// Calls that it knew otherwise.
  package private(set) var updated = 0
  /// Calls that it knew.
  package private(set) var repeated = 0
  /// Lines, rows and messages with usage that are no calls of their own, by reason.
  package var skipped: [SkipReason: Int] = [:]

  /// Counts a call that was entered.
  mutating func count(_ call: RecordedCall) {
    if call.isNew { added += 1 } else if call.hasChanged { updated += 1 } else { repeated += 1 }
  }

  static func += (left: inout LogTally, right: LogTally) {
    left.added += right.added
    left.updated += right.updated
    left.repeated += right.repeated
    left.skipped.merge(right.skipped, uniquingKeysWith: +)
  }
}

/// A file or folder of logs that cannot be read.
package struct LogFault: Sendable, Hashable {
  /// The program whose it is.
  package let source: String
  /// Where it is.
  package let path: String
  /// Why.
  package let reason: LogError
}
