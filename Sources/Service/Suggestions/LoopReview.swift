import CivilTime
import Insight
import Ledger
import Pricing

/// Finds loops that still run: stopping them comes before saving on their calls.
struct LoopReview {
  /// Whose ledger is looked at.
  let service: LedgerService
  /// Whose calls are.
  let filter: UsageFilter
  /// The moment of the question.
  let now: Instant

  /// A loop whose newest call is older than this, in milliseconds, has ended.
  private static let longestPause: Int64 = 300_000

  /// Returns one suggestion for each loop, with what it has cost so far.
  func suggestions() throws -> [Suggestion] {
    let zone = try service.limitCalendar().zone
    let search = AnomalySearch(service: service, filter: filter, zone: zone, now: now)
    return try search.loops().filter { now.milliseconds - $0.until.milliseconds <= Self.longestPause }.map { loop in
      let running = RunningLoop(
        subject: loop.names, calls: Int64(loop.observed), usualCalls: Int64(loop.usual), since: loop.since, zone: zone)
      return Suggestion(finding: .loop(running), saving: try cost(of: loop))
    }
  }

  /// What the calls of a loop have cost, as the ledger holds it: the search uses figures of statistics.
  private func cost(of loop: Anomaly) throws -> Money {
    var filter = filter
    for dimension in Ledger.outlined { filter.texts[dimension] = loop.subject[dimension.rawValue] ?? "" }
    let period = Period(since: loop.since, until: loop.until.adding(milliseconds: 1))
    return try service.ledger.totals(of: period, filter: filter).all.cost
  }
}

extension Anomaly {
  /// Whose it is, by dimension.
  fileprivate var names: [Dimension: String] {
    var names: [Dimension: String] = [:]
    for dimension in Dimension.allCases { names[dimension] = subject[dimension.rawValue] }
    return names
  }
}
