package import CivilTime

/// How far logs are taken in that wait.
package struct LogIntakeProgress: Sendable, Hashable {
  /// How many bytes are read since nothing waited.
  package let readBytes: Int64
  /// How many bytes wait.
  package let waitingBytes: Int64
  /// The moment since which everything that was logged is taken in.
  package let completeSince: Instant
}
