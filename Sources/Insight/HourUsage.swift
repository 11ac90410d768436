package import CivilTime

/// What was used within one hour.
package struct HourUsage: Sendable, Hashable {
  /// A moment within the hour, usually its beginning.
  package var start: Instant
  /// What was used.
  package var usage: UsageFigures

  /// Creates the usage of an hour.
  package init(start: Instant, usage: UsageFigures) {
    self.start = start
    self.usage = usage
  }
}
