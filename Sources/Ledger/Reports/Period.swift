package import CivilTime

/// A span of time that holds its beginning and not its end; nil is unbounded.
package struct Period: Sendable, Hashable {
  /// The first instant that belongs to it.
  package var since: Instant?
  /// The first instant that does not.
  package var until: Instant?

  /// All of time.
  package static let all = Period(since: nil, until: nil)

  /// Creates the span from `since` up to `until`.
  package init(since: Instant?, until: Instant?) {
    self.since = since
    self.until = until
  }
}
