/// What a limit counts.
package enum LimitMetric: String, Sendable, CaseIterable {
  case tokens
  case requests
}

/// Over which span a limit counts.
package enum LimitWindow: String, Sendable, CaseIterable {
  /// The last sixty seconds, sliding.
  case minute
  /// The calendar day in the ledger's zone.
  case day
  /// The calendar month in the ledger's zone.
  case month

  /// True for a window that slides with the clock instead of beginning anew at a set time.
  package var slides: Bool { longestStay != nil }

  /// How long what was used may stay in a sliding window: its length and one slot, in milliseconds; else nil.
  package var longestStay: Int64? {
    switch self {
    case .minute: 61_000
    case .day, .month: nil
    }
  }
}

/// A limit on all usage in this ledger.
package struct LimitRule: Sendable, Hashable {
  /// Its name, such as `TOKEN_DAILY_LIMIT`.
  package var id: String
  /// What it counts.
  package var metric: LimitMetric
  /// Over which span.
  package var window: LimitWindow
  /// How much is allowed; 0 allows nothing.
  package var limit: Int64

  /// Creates a limit.
  package init(id: String, metric: LimitMetric, window: LimitWindow, limit: Int64) {
    self.id = id
    self.metric = metric
    self.window = window
    self.limit = limit
  }
}

/// Limits as they are configured: the rules, and the shares of a limit at which its level rises.
package struct LimitSettings: Sendable, Hashable {
  /// The rules, in the order of answers.
  package var rules: [LimitRule]
  /// Hundredths of a percent of the limit from which its level is `warning`; 8000 is 80 percent.
  package var warningBasisPoints: Int64
  /// The same for `alert`.
  package var alertBasisPoints: Int64

  /// Creates limits; without rules nothing is ever denied.
  package init(rules: [LimitRule] = [], warningBasisPoints: Int64 = 8_000, alertBasisPoints: Int64 = 9_000) {
    self.rules = rules
    self.warningBasisPoints = warningBasisPoints
    self.alertBasisPoints = alertBasisPoints
  }
}
