/// How much of a call a record has seen, in rising order of authority.
package enum RecordStatus: Int64, Sendable, Comparable {
  /// The call failed.
  case failed = 0
  /// The stream was cut, or is still running.
  case partial = 1
  /// The provider's final counts.
  case complete = 2

  package static func < (left: RecordStatus, right: RecordStatus) -> Bool { left.rawValue < right.rawValue }
}
