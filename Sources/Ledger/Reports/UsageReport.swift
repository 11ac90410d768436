package import CivilTime
import Pricing

/// What the records of a period add up to.
package struct UsageTotals: Sendable, Hashable {
  /// Everything together.
  package var all: Totals
  /// The same by where the amounts come from; kinds without records are absent.
  package var byKind: [CostKind: Totals]
  /// How many sessions have a record in the period.
  package var sessions: Int64
}

/// The totals of the records that share a key.
package struct UsageGroup: Sendable, Hashable {
  /// One text for each way in which totals were split; empty where a dimension is absent.
  package var key: [String]
  /// What the group's records add up to.
  package var totals: Totals
  /// How many sessions have a record in the group; nil unless it is one of a span of time, and not of one session.
  package var sessions: Int64?
}

/// The totals of one span of time.
package struct UsagePoint: Sendable, Hashable {
  /// The beginning of the span.
  package var start: Instant
  /// What its records add up to.
  package var totals: Totals
}
