import JSON
import Pricing

/// A workload priced on candidates, cheapest first.
struct Comparison {
  /// What candidates were left out for, in a search: how many each; by name, where they were named.
  private(set) var leftOut: [LeftOut: [String]] = [:]
  private var ranking: [Ranked] = []
  private var unpriced: [String] = []
  private let candidates: [(name: String, model: Model)]
  private let workload: any Workload
  private let currency: AnswerCurrency

  /// What savings are shown against.
  struct Baseline {
    /// The model's name as asked for, or what else it is.
    let name: String
    /// What the workload costs there.
    let cost: Money
  }

  /// Why a candidate is in no row.
  enum LeftOut: Hashable {
    /// It cannot do the work.
    case unable(Obstacle)
    /// It has no price for these meters.
    case unpriced([Meter])
  }

  /// What the workload costs on a candidate, with what decides its rank: sorting looks at no model.
  private struct Ranked {
    /// The place among the candidates.
    let candidate: Int
    let name: String
    let provider: String
    let cost: Money
  }

  /// Prices the workload on every candidate that can do it.
  ///
  /// Named models whose context is too small are priced all the same, and marked.
  /// - Throws: ``ToolFailure`` for counts that no call can have.
  init(_ candidates: CandidateModels, workload: any Workload, currency: AnswerCurrency) throws {
    self.workload = workload
    self.currency = currency
    self.candidates = candidates.models
    for (index, (name, model)) in candidates.models.enumerated() {
      if let obstacle = workload.obstacle(on: model), !(candidates.areNamed && obstacle == .context) {
        leftOut[.unable(obstacle), default: []].append(name)
        continue
      }
      switch try workload.price(on: model) {
      case .amount(let cost):
        ranking.append(Ranked(candidate: index, name: name, provider: model.provider, cost: cost))
      case .unpriced where candidates.areNamed: unpriced.append(name)
      case .unpriced(let meters): leftOut[.unpriced(meters), default: []].append(name)
      }
    }
    unpriced += candidates.unknown
    ranking.sort { ($0.cost, $0.name, $0.provider) < ($1.cost, $1.name, $1.provider) }
  }

  /// Returns the answer with the `limit` cheapest models.
  func answer(limit: Int, baseline: Baseline?) throws -> JSONObject {
    var answer: JSONObject = [
      "workload": .object(try workload.answer(in: currency)),
      "models": .array(ranking.prefix(limit).map { row($0, baseline) }),
      "compared": Answer.integer(Int64(ranking.count)),
    ]
    currency.append(to: &answer)
    if let first = ranking.first { answer.append("cheapest", .string(first.name)) }
    if let last = ranking.last { answer.append("dearest", .string(last.name)) }
    if let baseline { answer.append("baseline", .string(baseline.name)) }
    answer.append("unpriced", .array(unpriced.map(JSONValue.string)))
    return answer
  }

  private func row(_ ranked: Ranked, _ baseline: Baseline?) -> JSONValue {
    let model = candidates[ranked.candidate].model
    var row: JSONObject = [
      "model": .string(ranked.name), "provider": .string(model.provider),
      "cost": .object(Answer.cost(ranked.cost, in: currency)),
    ]
    if let factor = factor(ranked.cost) { row.append("factor", factor) }
    if let baseline { row.append("savings", savings(ranked.cost, baseline.cost)) }
    if let window = model.contextWindow {
      row.append("fits_context", .bool(workload.fits(window, on: model)))
      row.append("context_window", Answer.integer(window))
    }
    row.append("lifecycle", .string(model.lifecycle.rawValue))
    return .object(row)
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
