import JSON
import Pricing
import Service

/// A workload priced on candidates, cheapest first.
struct Comparison {
  /// What named models were left out for, by name.
  private(set) var leftOutNames: [LeftOut: [String]] = [:]
  private var leftOut: [LeftOut: Int]
  private var ranking: [Ranked] = []
  private var free: [Ranked] = []
  private var unpriced: [String] = []
  private let candidates: CandidateModels
  private let workload: any Workload
  private let currency: AnswerCurrency

  /// What savings are shown against.
  struct Baseline {
    /// The model's name as asked for, or what else it is.
    let name: String
    /// What the workload costs there.
    let cost: Money
  }

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
  /// Named models whose context is too small are priced all the same, and marked. Of a search the free models stand
  /// apart, and one that was open shows the newest of a provider's models at the same cost.
  /// - Throws: ``ToolFailure`` for counts that no call can have.
  init(_ candidates: CandidateModels, workload: any Workload, currency: AnswerCurrency) throws {
    self.workload = workload
    self.currency = currency
    self.candidates = candidates
    leftOut = candidates.leftOut
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

  /// Returns the answer with the `limit` cheapest models.
  func answer(limit: Int, baseline: Baseline?) throws -> JSONObject {
    var answer: JSONObject = [
      "workload": .object(try workload.answer(in: currency)),
      "models": .array(ranking.prefix(limit).map { row($0, baseline) }),
      "compared": Answer.integer(Int64((ranking + free).reduce(0) { $0 + 1 + $1.others.count })),
    ]
    currency.append(to: &answer)
    if !free.isEmpty { answer.append("free", .array(free.prefix(limit).map { .object(start($0)) })) }
    if let first = ranking.first { answer.append("cheapest", .string(first.name)) }
    if let last = ranking.last { answer.append("dearest", .string(last.name)) }
    if let baseline { answer.append("baseline", .string(baseline.name)) }
    if candidates.areNamed { answer.append("unpriced", .array(unpriced.map(JSONValue.string))) }
    if !leftOut.isEmpty { answer.append("left_out", .object(leftOutCounts)) }
    return answer
  }

  /// The reasons, those that hold for most models first.
  private var leftOutCounts: JSONObject {
    let sorted = leftOut.map { (name: $0.name, count: $1) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    var counts = JSONObject()
    for (name, count) in sorted { counts.append(name, Answer.integer(Int64(count))) }
    return counts
  }

  private func row(_ ranked: Ranked, _ baseline: Baseline?) -> JSONValue {
    var row = start(ranked)
    row.append("cost", ["amount": currency.amount(ranked.cost)])
    if let factor = factor(ranked.cost) { row.append("factor", factor) }
    if let baseline { row.append("savings", savings(ranked.cost, baseline.cost)) }
    let model = model(ranked)
    if let window = model.contextWindow {
      row.append("fits_context", .bool(workload.fits(window, on: model)))
      row.append("context_window", Answer.integer(window))
    }
    row.append("lifecycle", .string(model.lifecycle.rawValue))
    return .object(row)
  }

  private func start(_ ranked: Ranked) -> JSONObject {
    var row: JSONObject = ["model": .string(ranked.name), "provider": .string(ranked.provider)]
    if !ranked.others.isEmpty { row.append("same_cost", .array(ranked.others.map(JSONValue.string))) }
    return row
  }

  /// The cost over that of the cheapest that is not free, to three places; nil for a free model.
  private func factor(_ cost: Money) -> JSONValue? {
    guard !cost.isZero, let cheapest = ranking.first(where: { !$0.cost.isZero }) else { return nil }
    let thousandths = (cost.picodollars * 2_000 / cheapest.cost.picodollars + 1) / 2
    return Answer.fraction(Int64(clamping: thousandths), places: 3)
  }

  private func savings(_ cost: Money, _ baseline: Money) -> JSONValue {
    let saved = baseline - cost
    let points = baseline.isZero ? 0 : saved.picodollars * 10_000 / baseline.picodollars
    return ["amount": currency.amount(saved), "percent": Answer.hundredths(Int64(clamping: points))]
  }
}
