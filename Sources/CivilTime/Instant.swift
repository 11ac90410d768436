/// A point in time, in milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package struct Instant: Sendable, Hashable, Comparable {
  /// The seconds of a day, leap seconds not counted.
  package static let secondsPerDay: Int64 = 86_400
  /// The milliseconds of a day.
  package static let millisecondsPerDay: Int64 = 86_400_000

  /// Milliseconds since the Unix epoch; negative before it.
  package var milliseconds: Int64

  /// Creates the instant that many milliseconds after the Unix epoch.
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Creates the instant that many seconds after the Unix epoch; the nearest one that can be held, beyond.
  package init(seconds: Int64) {
    let (product, overflows) = seconds.multipliedReportingOverflow(by: 1000)
    milliseconds = overflows ? (seconds < 0 ? .min : .max) : product
  }

  /// Whole seconds since the Unix epoch, rounded towards the past.
  package var seconds: Int64 { milliseconds.flooredQuotient(by: 1000) }

  /// Returns the instant that many milliseconds later, or earlier for a negative number.
  ///
  /// Stops at the ends of the range rather than overflow.
  package func adding(milliseconds added: Int64) -> Instant {
    let (sum, overflows) = milliseconds.addingReportingOverflow(added)
    return Instant(milliseconds: overflows ? (added < 0 ? .min : .max) : sum)
  }

  /// Returns whether `left` is earlier than `right`.
  package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}
