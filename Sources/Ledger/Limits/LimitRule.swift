import JSON

/// What a limit counts.
package enum LimitMetric: String, Sendable, CaseIterable {
  case tokens
  /// US dollars; a record without an amount adds nothing.
  case cost
  case requests
}

/// Over which span a limit counts.
package enum LimitWindow: String, Sendable, CaseIterable {
  /// One call by itself.
  case request
  /// The last sixty seconds, sliding.
  case minute
  /// The last sixty minutes, sliding.
  case hour
  /// The calendar day in the ledger's zone.
  case day
  /// The calendar week in the ledger's zone, from the day on which its weeks begin.
  case week
  /// The calendar month in the ledger's zone.
  case month
  /// All that was ever recorded.
  case total

  /// True for a window that slides with the clock instead of beginning again at a set time.
  package var slides: Bool { longestStay != nil }

  /// How long what was used may stay in a sliding window: its length and one slot, in milliseconds; otherwise nil.
  package var longestStay: Int64? {
    switch self {
    case .minute: 61_000
    case .hour: 3_660_000
    case .request, .day, .week, .month, .total: nil
    }
  }
}

/// What happens to a call that would pass a limit.
package enum LimitAction: String, Sendable, CaseIterable {
  case block
  case warn
}

/// Where a limit was set.
package enum LimitOrigin: String, Sendable {
  /// In the settings of one process.
  case settings
  /// In `config.json`, from which it comes into the ledger.
  case config
  /// By the command `limits set`.
  case command
}

/// A limit.
package struct LimitRule: Sendable, Hashable {
  /// Its name, such as `TOKEN_DAILY_LIMIT` or `user-cost-day`.
  package var id: String
  /// What it holds for.
  package var scope: LimitScope
  /// What it counts.
  package var metric: LimitMetric
  /// Over which span.
  package var window: LimitWindow
  /// How much is allowed, in tokens, requests or picodollars; 0 allows nothing.
  package var limit: Int128
  /// What happens to a call that would pass it.
  package var action: LimitAction
  /// Where it was set.
  package var origin: LimitOrigin

  /// Creates a limit.
  package init(
    id: String, scope: LimitScope = .all, metric: LimitMetric, window: LimitWindow, limit: Int128,
    action: LimitAction = .block, origin: LimitOrigin = .settings
  ) {
    self.id = id
    self.scope = scope
    self.metric = metric
    self.window = window
    self.limit = limit
    self.action = action
    self.origin = origin
  }

  /// Creates a limit that goes by the name its parts give it, such as `user=ann-cost-day` or `all-tokens-hour-warn`.
  ///
  /// One limit of the same scope, metric, window and action replaces another.
  package init(
    scope: LimitScope, metric: LimitMetric, window: LimitWindow, limit: Int128, action: LimitAction,
    origin: LimitOrigin
  ) {
    let parts = [scope.text, metric.rawValue, window.rawValue] + (action == .warn ? ["warn"] : [])
    let prefix = origin == .config ? "config:" : ""
    self.init(
      id: prefix + parts.joined(separator: "-"), scope: scope, metric: metric, window: window, limit: limit,
      action: action, origin: origin)
  }
}

extension LimitRule {
  /// The rule for the one of its kind that the subject names, or nil when it does not hold for the subject.
  func applied(to subject: LimitSubject) -> LimitRule? {
    switch scope {
    case .all: return self
    case .each(let dimension):
      guard let name = subject[dimension] else { return nil }
      var rule = self
      rule.scope = .one(dimension, name)
      return rule
    case .one(let dimension, let name):
      return subject[dimension].map { $0.hasSameScalars(as: name) } == true ? self : nil
    }
  }
}

/// Limits as they are configured: the rules of this process, and the shares of a limit at which its level rises.
package struct LimitSettings: Sendable, Hashable {
  /// The rules of this process, in the order of answers.
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
