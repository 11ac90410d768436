import CivilTime
import Ledger
import Pricing

/// Finds cheaper models that list as much as those which were called.
struct ModelReview {
  let prices: PriceRegistry
  /// The time whose prices hold.
  let at: Instant

  /// The fewest calls that show what an agent does.
  private static let leastCalls: Int64 = 10
  /// What part of the cost a model of the same provider must save: the half of this, a fifth.
  private static let leastSaving: (sameProvider: Int128, otherProvider: Int128) = (5, 2)

  /// Returns at most one suggestion for each agent and model.
  func suggestions(_ cells: [WorkloadCell]) throws -> [Suggestion] {
    var found: [Suggestion] = []
    for (caller, model, cells) in try prices.callers(of: cells) {
      if let suggestion = try suggestion(caller, model, cells) { found.append(suggestion) }
    }
    return found
  }

  private func suggestion(_ caller: Caller, _ model: Model, _ cells: [WorkloadCell]) throws -> Suggestion? {
    let workload = RecordedWorkload(cells, kind: .text, areNamed: false, tier: nil, now: at)
    guard workload.totals.requests >= Self.leastCalls, !model.capabilities.isEmpty,
      case .amount(let cost) = workload.price(on: model)
    else { return nil }
    let own = try prices.models(of: caller.provider)
    var best = best(own, for: workload, in: model, below: cost, part: Self.leastSaving.sameProvider)
    if best == nil {
      let others = try FirstParties.all.filter { $0 != caller.provider }.flatMap { try prices.models(of: $0) }
      best = self.best(others, for: workload, in: model, below: cost, part: Self.leastSaving.otherProvider)
    }
    guard let best else { return nil }
    let found = CheaperModel(
      caller: caller, calls: workload.totals.requests, instead: best.model.id, insteadProvider: best.model.provider,
      pricesOf: Zone.utc.date(at: at))
    return Suggestion(finding: .cheaperModel(found), saving: cost - best.cost)
  }

  /// The dearest of the models that do the work for so much less: it is the least of a change.
  private func best(
    _ candidates: [Model], for workload: RecordedWorkload, in model: Model, below cost: Money, part: Int128
  ) -> (model: Model, cost: Money)? {
    var best: (model: Model, cost: Money)?
    for candidate in candidates where candidate.isNoLess(than: model) && workload.obstacle(on: candidate) == nil {
      guard candidate.does(.text), !candidate.isExperiment, !candidate.isSpecialized else { continue }
      guard case .amount(let price) = workload.price(on: candidate), !price.isZero,
        (cost - price).picodollars * part >= cost.picodollars
      else { continue }
      guard let known = best else {
        best = (candidate, price)
        continue
      }
      if (known.cost, candidate.id.utf8.count, candidate.id) < (price, known.model.id.utf8.count, known.model.id) {
        best = (candidate, price)
      }
    }
    return best
  }
}

extension Model {
  /// Whether it is served without an end in sight and lists all that `other` lists: what it can do, takes and
  /// gives, and how long prompts and answers may be.
  fileprivate func isNoLess(than other: Model) -> Bool {
    guard lifecycle == .active, retiresOn == nil, kind == other.kind, id != other.id else { return false }
    guard let window = contextWindow, let needed = other.contextWindow, window >= needed else { return false }
    if let longest = other.maxOutputTokens, (maxOutputTokens ?? 0) < longest { return false }
    return other.capabilities.allSatisfy(capabilities.contains)
      && other.inputModalities.allSatisfy(inputModalities.contains)
      && other.outputModalities.allSatisfy(outputModalities.contains)
  }
}
