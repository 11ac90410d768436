package import CivilTime
package import Pricing

/// A planned call whose tokens and cost are held until it is recorded, given back, or its time is up.
package struct Reservation: Sendable, Hashable {
  /// Its public name.
  package var id: RecordID
  /// What it holds.
  package var holding: Holding
  /// Until when it holds, by the ledger's time.
  package var expiresAt: Instant
}

/// What a planned call is to use.
package struct Holding: Sendable, Hashable {
  /// Whose limits it counts against.
  package var subject: LimitSubject
  /// All tokens of the call.
  package var tokens: Int64
  /// What it will cost; nil when there is no price.
  package var cost: Money?

  /// Creates what one call holds.
  package init(subject: LimitSubject, tokens: Int64, cost: Money?) {
    self.subject = subject
    self.tokens = tokens
    self.cost = cost
  }
}

/// What open reservations hold together that end within the same second.
package struct ReservedTotals: Sendable, Hashable {
  /// When they hold nothing any more.
  package var until: Instant
  /// How many calls.
  package var requests: Int64
  /// Their tokens.
  package var tokens: Int64
  /// Their cost; calls without a price add nothing.
  package var cost: Money

  /// The amount in the unit of a metric.
  func amount(of metric: LimitMetric) -> Int128 {
    switch metric {
    case .tokens: Int128(tokens)
    case .requests: Int128(requests)
    case .cost: cost.picodollars
    }
  }
}
