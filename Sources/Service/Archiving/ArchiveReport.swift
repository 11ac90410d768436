package import CivilTime

/// What archiving has moved, or would move.
package struct ArchiveReport: Sendable {
  /// The time before which records move.
  package let end: Instant
  /// The folder that they move to.
  package let folder: String
  /// Whether they were moved.
  package let isApplied: Bool
  /// How many there were in each month, the oldest first.
  package let months: [(month: String, records: Int64)]
  /// How many records have moved, or would.
  package internal(set) var records: Int64
  /// The files that were compressed, by name.
  package internal(set) var compressed: [String] = []
  /// The files that could not be compressed, and why.
  package internal(set) var uncompressed: [(file: String, reason: String)] = []
}
