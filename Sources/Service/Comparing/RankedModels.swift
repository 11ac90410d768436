import Pricing

/// A workload priced on candidates, cheapest first.
struct RankedModels {
  /// Every candidate with a price; of a search only those that are not free.
  private(set) var ranking: [Comparison.Entry] = []
  /// The free models of a search.
  private(set) var free: [Comparison.Entry] = []
  /// Named models without a price.
  private(set) var unpriced: [String] = []
  /// How many models a search has left out, by reason.
  private(set) var leftOut: [LeftOut: Int]
  /// What named models were left out for, by name.
  private(set) var leftOutNames: [LeftOut: [String]] = [:]
  private let candidates: CandidateModels

  /// What the workload costs on a candidate, with what decides its rank: sorting looks at no model.
  private struct Ranked {
    /// The place among the candidates.
    let candidate: Int
    let name: String
    let provider: String
    let cost: Money
    /// Other models of the provider at the same cost.
    var others: [String] = []
  }

  /// Prices the workload on every candidate that can do it.
  ///
  /// Named models whose context is too small are priced all the same, and marked. Of a search the free models come
  /// apart, and one that was open shows the newest of a provider's models at the same cost.
  /// - Throws: ``PricingError`` for counts that no call can have.
  init(_ candidates: CandidateModels, workload: any Workload) throws {
    self.candidates = candidates
    leftOut = candidates.leftOut
    var ranking: [Ranked] = []
    var free: [Ranked] = []
    for (index, (name, model)) in candidates.models.enumerated() {
      if let obstacle = workload.obstacle(on: model), !(candidates.areNamed && obstacle.isOfLength) {
        leaveOut(name, for: .unable(obstacle))
        continue
      }
      switch try workload.price(on: model) {
      case .amount(let cost):
        let ranked = Ranked(candidate: index, name: name, provider: model.provider, cost: cost)
        if cost.isZero, !candidates.areNamed { free.append(ranked) } else { ranking.append(ranked) }
      case .unpriced where candidates.areNamed: unpriced.append(name)
      case .unpriced(let meters): leaveOut(name, for: .unpriced(meters))
      }
    }
    unpriced += candidates.unknown
    if candidates.areOpen { (ranking, free) = (newest(of: ranking), newest(of: free)) }
    ranking.sort { ($0.cost, $0.name, $0.provider) < ($1.cost, $1.name, $1.provider) }
    free.sort { ($0.name, $0.provider) < ($1.name, $1.provider) }
    let cheapest = ranking.first { !$0.cost.isZero }?.cost
    self.ranking = ranking.map { entry($0, over: cheapest, workload) }
    self.free = free.map { entry($0, over: nil, workload) }
  }

  private mutating func leaveOut(_ name: String, for reason: LeftOut) {
    if candidates.areNamed {
      leftOutNames[reason, default: []].append(name)
    } else {
      leftOut[reason, default: 0] += 1
    }
  }

  /// One row for all models of a provider at the same cost: the newest, with the names of the others.
  private func newest(of ranking: [Ranked]) -> [Ranked] {
    struct Key: Hashable {
      let provider: String
      let cost: Money
    }
    return Dictionary(grouping: ranking) { Key(provider: $0.provider, cost: $0.cost) }.values.map { group in
      let sorted = group.sorted { model($0).isNewer(than: model($1)) }
      var first = sorted[0]
      first.others = sorted.dropFirst().map(\.name)
      return first
    }
  }

  private func model(_ ranked: Ranked) -> Model { candidates.models[ranked.candidate].model }

  private func entry(_ ranked: Ranked, over cheapest: Money?, _ workload: any Workload) -> Comparison.Entry {
    let model = model(ranked)
    return Comparison.Entry(
      name: ranked.name, model: model, cost: ranked.cost, others: ranked.others,
      fitsContext: model.contextWindow.map { workload.fits($0, on: model) },
      factorThousandths: cheapest.flatMap { Self.factor(ranked.cost, over: $0) })
  }

  /// The cost over that of the cheapest that is not free, to the nearest thousandth; nil for a free model.
  private static func factor(_ cost: Money, over cheapest: Money) -> Int64? {
    cost.isZero ? nil : Int64(clamping: (cost.picodollars * 2_000 / cheapest.picodollars + 1) / 2)
  }
}
