package import CivilTime

/// Amounts of usage as figures to reckon with, never to be billed.
package struct UsageFigures: Sendable, Hashable {
  /// US dollars.
  package var cost: Double
  /// Tokens in and out.
  package var tokens: Double
  /// Calls.
  package var requests: Double
  /// Calls among them that have no price.
  package var unpriced: Double

  /// Creates figures.
  package init(cost: Double = 0, tokens: Double = 0, requests: Double = 0, unpriced: Double = 0) {
    self.cost = cost
    self.tokens = tokens
    self.requests = requests
    self.unpriced = unpriced
  }

  /// Adds each figure of `right`.
  package static func += (left: inout UsageFigures, right: UsageFigures) {
    left.cost += right.cost
    left.tokens += right.tokens
    left.requests += right.requests
    left.unpriced += right.unpriced
  }
}

/// Usage of one subject: the dimensions it is known by, such as `user_id` and `model`, with their texts.
package struct SubjectUsage: Sendable, Hashable {
  /// The texts of the dimensions.
  package var subject: [String: String]
  /// The hour, by a moment in it.
  package var hour: Instant
  /// What was used.
  package var usage: UsageFigures

  /// Whether it has these texts.
  func isOf(_ texts: [String: String]) -> Bool { texts.allSatisfy { subject[$0.key] == $0.value } }

  /// Creates the usage of a subject in an hour.
  package init(subject: [String: String], hour: Instant, usage: UsageFigures) {
    self.subject = subject
    self.hour = hour
    self.usage = usage
  }
}

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

/// The hours of one subject over some weeks, against which its newest ones are held.
package struct UsageSeries: Sendable, Hashable {
  /// The texts of the dimensions that all hours share; none for all usage.
  package var subject: [String: String]
  /// The hours with usage, each once, in any order; the newest included.
  package var hours: [HourUsage]

  /// Creates a series.
  package init(subject: [String: String], hours: [HourUsage]) {
    self.subject = subject
    self.hours = hours
  }
}
