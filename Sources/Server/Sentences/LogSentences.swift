package import AgentLogs
import CivilTime
import Posix
package import Service

/// What is said about logs of other programs.
package enum LogSentences {
  /// What `--ingest` and `TOKEN_LEDGER_INGEST` take.
  package static let choices =
    "auto, none, or names with commas between them: \(LogSources.names.joined(separator: ", "))"

  /// That older calls may be missing as yet.
  static func waiting(since: Instant) -> String {
    """
    Logs of other programs are being taken in, newest first: everything since \(since.rfc3339(in: .utc)) is there, and older \
    calls follow. Ask again in a moment.
    """
  }

  /// How far the reading of logs is.
  static func progress(_ progress: LogIntakeProgress, _ zone: Zone) -> String {
    let (read, all) = (progress.readBytes, progress.readBytes + progress.waitingBytes)
    let day = zone.date(at: progress.completeSince)
    return "Reading logs: \(megabytes(read)) of \(megabytes(all)) MB, complete since \(day)"
  }

  private static func megabytes(_ bytes: Int64) -> String { Grouped.text((bytes + 999_999) / 1_000_000) }

  /// Why something in a log is no call of its own.
  package static func reason(_ reason: SkipReason) -> String {
    switch reason {
    case .malformed: "not in the form of these logs"
    case .synthetic: "written by the program itself, not by a model"
    case .empty: "no tokens"
    case .repeated: "says again what a line before said"
    case .replayed: "a copy of what another session did"
    case .sideCopy: "a copy of a call of the main conversation"
    case .summary: "a sum over calls that are counted by themselves"
    case .elsewhere: "told by another log of the same program"
    case .timeless: "no time, or one that cannot be"
    case .compressed: "compressed, which cannot be read here"
    case .unfamiliar: "without the columns that these files have"
    case .unbilled: "not charged, as the vendor says"
    case .refused: "a count or cost that no call can have"
    }
  }

  /// Why a file cannot be read.
  package static func reason(_ error: LogError) -> String {
    switch error {
    case .unreadable(let error): error.text
    case .database(let message): "the database cannot be read: \(message)"
    case .tooLong(let length): "it is too long, \(Grouped.count(length, "byte"))"
    }
  }

  /// That a file of logs cannot be read.
  package static func message(_ fault: LogFault) -> String {
    "\(fault.source): \(fault.path) is left out: \(reason(fault.reason))"
  }
}
