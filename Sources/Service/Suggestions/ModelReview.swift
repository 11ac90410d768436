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
    // Many agents call one model.
    var known: [String: Successors] = [:]
    for (caller, model, cells) in try prices.callers(of: cells) {
      let name = "\(caller.provider) \(model.path)"
      var successors = known[name] ?? Successors(of: model, calledAt: caller.provider)
      if let suggestion = try suggestion(caller, &successors, cells) { found.append(suggestion) }
      known[name] = successors
    }
    return found
  }

  private func suggestion(
    _ caller: Caller, _ successors: inout Successors, _ cells: [WorkloadCell]
  ) throws -> Suggestion? {
    let model = successors.model
    let workload = RecordedWorkload(cells, kind: .text, areNamed: false, tier: nil, now: at)
    guard workload.totals.requests >= Self.leastCalls, !model.capabilities.isEmpty,
      case .amount(let cost) = workload.price(on: model)
    else { return nil }
    var best = best(try successors.own(prices), for: workload, below: cost, part: Self.leastSaving.sameProvider)
    if best == nil {
      best = self.best(try successors.others(prices), for: workload, below: cost, part: Self.leastSaving.otherProvider)
    }
    guard let best else { return nil }
    let found = CheaperModel(
      caller: caller, calls: workload.totals.requests, instead: best.model.id, insteadProvider: best.model.provider,
      pricesOf: Zone.utc.date(at: at))
    return Suggestion(finding: .cheaperModel(found), saving: cost - best.cost)
  }

  /// The dearest of the models that do the work for so much less: it is the least of a change.
  private func best(
    _ candidates: [Model], for workload: RecordedWorkload, below cost: Money, part: Int128
  ) -> (model: Model, cost: Money)? {
    var best: (model: Model, cost: Money)?
    for candidate in candidates where workload.obstacle(on: candidate) == nil {
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

/// The models that could be called in the place of one, each list made once: it does not depend on who calls.
private struct Successors {
  let model: Model
  private let provider: String
  private var own: [Model]?
  private var others: [Model]?

  init(of model: Model, calledAt provider: String) { (self.model, self.provider) = (model, provider) }

  /// Those of the same provider.
  mutating func own(_ prices: PriceRegistry) throws -> [Model] {
    if let own { return own }
    let found = try prices.models(of: provider).filter { $0.canReplace(model) }
    own = found
    return found
  }

  /// Those of others that make models.
  mutating func others(_ prices: PriceRegistry) throws -> [Model] {
    if let others { return others }
    var found: [Model] = []
    for maker in FirstParties.all where maker != provider {
      found += try prices.models(of: maker).filter { $0.canReplace(model) }
    }
    others = found
    return found
  }
}

extension Model {
  /// Whether it is there to be chosen for text, and no less than `other`.
  fileprivate func canReplace(_ other: Model) -> Bool {
    isNoLess(than: other) && does(.text) && !isExperiment && !isSpecialized
  }

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
