/// The format of the ledger's file.
package enum FileFormat {
  /// The newest format, which this build writes; it reads this one and every earlier one.
  package static let newest = Migration.all.last?.version ?? 0
}

/// One step from a ledger's format to the next; released steps are never edited.
struct Migration: Sendable {
  /// The `user_version` of the file once the step is done.
  let version: Int64
  /// What it adds, for people.
  let name: String
  /// The SQL that does it.
  let script: String

  init(version: Int64, name: String, script: () -> String) {
    self.version = version
    self.name = name
    self.script = script()
  }

  /// Every step, in order; a new one is added at the end.
  static let all: [Migration] = [
    .first, .reservations, .changesOfUsers, .limitMarks, .meterTotals, .outbox, .limits,
    .balances, .archive, .adjustments, .reports, .settings, .clockRepairs, .correctedRecords, .logs, .logBond,
    .keyHashes,
  ]
}
