import CivilTime
import Insight
import JSON
import Ledger
import Pricing
import Service

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
      let cost = try cost(of: loop)
      var evidence = JSONObject()
      for dimension in InsightSentences.dimensions {
        if let text = loop.subject[dimension.rawValue] { evidence.append(dimension.rawValue, .string(text)) }
      }
      evidence.append("calls", Answer.integer(Int64(loop.observed)))
      evidence.append("since", Answer.time(loop.since, zone))
      return Suggestion(
        kind: .stopLoop, saving: cost, message: SuggestionSentences.stopLoop(loop, cost, zone),
        assumption: SuggestionSentences.stopLoopAssumption(loop), evidence: evidence)
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
