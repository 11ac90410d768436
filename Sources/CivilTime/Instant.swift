/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Sendable, Hashable {
  /// Milliseconds since the Unix epoch; negative before it.
  package var milliseconds: Int64
  /// Creates the instant that many milliseconds after the Unix epoch.
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }
}
