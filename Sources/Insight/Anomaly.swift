package import CivilTime

/// Usage that is far from what is usual for whoever it is of.
package struct Anomaly: Sendable, Hashable {
  /// What is unusual.
  package enum Kind: String, Sendable, CaseIterable {
    /// Far more money in an hour or a day than ever.
    case spend
    /// Far more tokens in an hour or a day than ever, where no price tells.
    case tokens
    /// One agent calls a model again and again in quick succession, with growing or the same context.
    case loop
    /// Most of the work has gone to a model that costs far more per token than what was used before.
    case dearerModel = "dearer_model"
    /// Calls have begun to be without a price, so that cost is too low.
    case unpriced
  }

  /// How much it matters.
  package enum Severity: String, Sendable, Comparable {
    case notice
    case warning
    case critical

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int { self == .notice ? 0 : self == .warning ? 1 : 2 }
  }

  /// What the figures count.
  package enum Measure: String, Sendable {
    case dollarsPerHour = "usd_per_hour"
    case dollarsPerDay = "usd_per_day"
    case tokensPerHour = "tokens_per_hour"
    case tokensPerDay = "tokens_per_day"
    /// Calls without a pause, against the calls of large sessions.
    case callsInARow = "calls_in_a_row"
    case dollarsPerMillionTokens = "usd_per_million_tokens"
    /// The share of calls, 0 to 1.
    case shareOfCalls = "share_of_calls"
  }

  /// What is unusual.
  package var kind: Kind
  /// How much it matters.
  package var severity: Severity
  /// When it began.
  package var since: Instant
  /// When it was last seen; not after the moment of the question.
  package var until: Instant
  /// Whose it is: the dimensions of which one text stands for nearly all of it.
  package var subject: [String: String]
  /// What the figures count.
  package var measure: Measure
  /// The figure that was seen: the highest one where it goes over several hours.
  package var observed: Double
  /// The figure that is usual.
  package var usual: Double
  /// Whose usual figure that is, where it is not that of the subject alone; nil where it is.
  package var usualSubject: [String: String]?
  /// US dollars that it is about; 0 where no price is known.
  package var cost: Double

  /// How many times the usual figure was seen; nil where that is next to nothing, so that times tell nothing.
  package var factor: Double? { usual > 0 && observed < Self.longestFactor * usual ? observed / usual : nil }

  /// From so many times on the usual figure is next to nothing.
  private static let longestFactor = 1_000.0

  /// Sorts anomalies that have all else in common, so that the same facts give the same answer.
  var order: String {
    subject.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }.joined(separator: " ")
  }
}

/// Everything that is looked at for anomalies.
package struct AnomalyFacts: Sendable {
  /// How far back an anomaly may lie, in hours.
  package static let recentHours = 24
  /// With how many days before that the newest hours are compared.
  package static let comparedDays = 56

  /// The moment of the question.
  package var now: Instant
  /// The zone of hours and days.
  package var zone: Zone
  /// Hours of all usage or of single users.
  package var series: [UsageSeries] = []
  /// The newest hours by everything that a subject is named by.
  package var recent: [SubjectUsage] = []
  /// What was used before them, by user, agent and model; the hour does not matter.
  package var before: [SubjectUsage] = []
  /// The newest calls, in any order.
  package var calls: [CallTrace] = []
  /// How many calls each of the sessions before had.
  package var sessionCalls: [Int] = []

  /// Begins with nothing to look at.
  package init(now: Instant, zone: Zone) {
    self.now = now
    self.zone = zone
  }

  /// Where the time begins that is looked at.
  package var recentStart: Instant { now.adding(milliseconds: -Int64(Self.recentHours) * 3_600_000) }

  /// Returns all anomalies, the gravest first, then the newest.
  package func anomalies() -> [Anomaly] {
    var found = SpendWatch.anomalies(self)
    found += LoopWatch.anomalies(self)
    found += ModelWatch.anomalies(self)
    found += PriceWatch.anomalies(self)
    return found.sorted {
      ($0.severity, $0.until, $0.kind.rawValue, $0.order) > (
        $1.severity, $1.until, $1.kind.rawValue, $1.order
      )
    }
  }

  /// Returns of each dimension the text that at least four fifths of an amount are of, where there is one.
  static func subject(of amount: (UsageFigures) -> Double, in parts: [SubjectUsage]) -> [String: String] {
    var sums: [String: [String: Double]] = [:]
    var whole = 0.0
    for part in parts {
      whole += amount(part.usage)
      for (name, text) in part.subject { sums[name, default: [:]][text, default: 0] += amount(part.usage) }
    }
    guard whole > 0 else { return [:] }
    return sums.compactMapValues { texts in texts.first { !$0.key.isEmpty && $0.value >= 0.8 * whole }?.key }
  }
}
