import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Tokens

/// `compare_models`: the same workload priced on many models, cheapest first.
struct CompareModels: LedgerTool {
  static let name = "compare_models"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let prompt = try PromptText(arguments)
    var counts = try CountArguments(arguments)
    guard prompt != nil || !counts.isEmpty else {
      throw ToolFailure(
        message:
          "There is no workload. Give input_tokens or text, and output_tokens; or images or audio_seconds.")
    }
    let inputs = try prompt.map { try service.tokens.counts($0.texts).mapValues(\.count) } ?? [:]
    if let count = inputs[.o200k] { try counts.add(count, to: .input, called: "text") }
    let currency = try service.currency(arguments)
    let candidates = try CandidateModels(arguments, prices: service.prices)
    let workload = Workload(
      usage: try counts.usage(), inputs: inputs, calls: try arguments.integer("calls") ?? 1,
      tier: UsageDraft.tier(try arguments.text("service_tier")), now: service.now())
    let comparison = try Comparison(candidates, workload: workload, currency: currency)
    let baseline = try baseline(arguments, workload)
    var answer = comparison.answer(limit: Int(try arguments.integer("limit") ?? 10), baseline: baseline)
    let warnings = [Self.warning(arguments, candidates), inputs.isEmpty ? nil : Self.countWarning].compactMap
    { $0 }
    if !warnings.isEmpty { answer.append("warnings", .array(warnings.map(JSONValue.string))) }
    return answer
  }

  private static let countWarning =
    "The tokens of `text` are counted for each model's own vocabulary, by estimate where it is not at hand; `workload` shows those of o200k_base (GPT-4o and later)."

  private static func warning(_ arguments: Arguments, _ candidates: CandidateModels) -> String? {
    let narrowing = ["providers", "capabilities", "min_context_window"].filter { arguments.object[$0] != nil }
    guard candidates.areNamed, !narrowing.isEmpty else { return nil }
    let names = narrowing.map { "`\($0)`" }.joined(separator: ", ")
    return
      "All of `models` were compared; \(names) narrows a search only, so leave out `models` to have it applied."
  }

  private func baseline(_ arguments: Arguments, _ workload: Workload) throws -> PricedModel? {
    guard let name = try arguments.text("baseline") else { return nil }
    guard let model = try service.prices.resolve(name), let cost = try workload.cost(on: model) else {
      let nearest = try service.nearestModels(to: name)
      let hint = nearest.isEmpty ? "" : " Nearest known: \(nearest.joined(separator: ", "))."
      throw ToolFailure(message: "Argument `baseline`: there is no price for \"\(name)\".\(hint)")
    }
    return PricedModel(name: name, model: model, cost: cost)
  }
}

/// What is to be done: one call's counts, so many times.
private struct Workload {
  let usage: Usage
  /// The prompt tokens of a text for each family of models; empty when they were given as a number.
  let inputs: [TokenFamily: Int64]
  let calls: Int64
  let tier: String
  let now: Instant

  /// Returns what the workload costs on `model`, or nil when not all of it has a price there.
  func cost(on model: Model) throws -> Money? {
    let conditions = PricingConditions(at: now, serviceTier: tier.isEmpty ? nil : tier)
    do {
      return try model.cost(of: usage(on: model), under: conditions)?.amount.map { $0 * calls }
    } catch {
      throw ToolFailure(message: PricingSentences.message(error))
    }
  }

  /// The counts as this model has them: a text is cut by its vocabulary, and sound goes in, except for models
  /// that only speak.
  func usage(on model: Model) -> Usage {
    var usage = usage
    if !inputs.isEmpty, let counted = inputs[.o200k], let own = inputs[TokenFamily(model: model.id)] {
      usage[.input] = max(0, usage[.input] + own - counted)
    }
    guard model.kind == .speech, let seconds = usage.quantity(of: .audioSecondIn) else { return usage }
    var spoken = usage
    spoken[.audioSecondIn] = 0
    spoken[.audioSecondOut] = seconds
    return spoken
  }
}

/// What the workload costs on a candidate, with what decides its rank: sorting looks at no model.
private struct Ranked {
  /// The place among the candidates.
  let candidate: Int
  let name: String
  let provider: String
  let cost: Money
}

/// A model with what the workload costs on it.
private struct PricedModel {
  /// The name as asked for, or the catalog's.
  let name: String
  let model: Model
  let cost: Money
}

/// The models to compare: those named, or the active ones that fit.
private struct CandidateModels {
  private(set) var models: [(name: String, model: Model)] = []
  /// True when the caller named the models.
  let areNamed: Bool
  /// Names that the catalog does not know.
  private(set) var unknown: [String] = []

  init(_ arguments: Arguments, prices: PriceRegistry) throws {
    let names = try arguments.texts("models")
    areNamed = !names.isEmpty
    guard names.isEmpty else {
      for name in names { try add(name, prices) }
      return
    }
    let providers = try Self.providers(arguments, prices)
    let capabilities = try arguments.texts("capabilities")
    let window = try arguments.integer("min_context_window") ?? 0
    for provider in providers {
      for model in try prices.models(of: provider) where model.lifecycle == .active {
        guard capabilities.allSatisfy(model.capabilities.contains), (model.contextWindow ?? 0) >= window
        else { continue }
        models.append((model.id, model))
      }
    }
  }

  private mutating func add(_ name: String, _ prices: PriceRegistry) throws {
    guard let model = try prices.resolve(name) else { return unknown.append(name) }
    if !models.contains(where: { $0.name == name }) { models.append((name, model)) }
  }

  private static func providers(_ arguments: Arguments, _ prices: PriceRegistry) throws -> [String] {
    let names = try arguments.texts("providers")
    guard !names.isEmpty else { return try prices.providers }
    return try names.map { name in
      guard let header = try prices.provider(named: name) else {
        let known = try prices.providers.joined(separator: ", ")
        throw ToolFailure(
          message: "Argument `providers`: \"\(name)\" is not in the catalog. Known: \(known).")
      }
      return header.id
    }
  }
}

/// A workload priced on candidates, cheapest first.
private struct Comparison {
  private var ranking: [Ranked] = []
  private var unpriced: [String] = []
  private let candidates: [(name: String, model: Model)]
  private let workload: Workload
  private let currency: AnswerCurrency

  init(_ candidates: CandidateModels, workload: Workload, currency: AnswerCurrency) throws {
    self.workload = workload
    self.currency = currency
    let models = candidates.models
    self.candidates = models
    for (index, (name, model)) in models.enumerated() {
      if let cost = try workload.cost(on: model) {
        ranking.append(Ranked(candidate: index, name: name, provider: model.provider, cost: cost))
      } else if candidates.areNamed {
        // In a search through the catalog, models that do not fit the workload are no news.
        unpriced.append(name)
      }
    }
    unpriced += candidates.unknown
    ranking.sort { ($0.cost, $0.name, $0.provider) < ($1.cost, $1.name, $1.provider) }
  }

  func answer(limit: Int, baseline: PricedModel?) -> JSONObject {
    var answer: JSONObject = [
      "workload": [
        "input_tokens": Answer.integer(workload.usage.inputTokens),
        "output_tokens": Answer.integer(workload.usage.outputTokens), "calls": Answer.integer(workload.calls),
      ],
      "models": .array(ranking.prefix(limit).map { row(priced($0), baseline) }),
      "compared": Answer.integer(Int64(ranking.count)),
    ]
    currency.appendExchange(to: &answer)
    if let first = ranking.first { answer.append("cheapest", .string(first.name)) }
    if let last = ranking.last { answer.append("dearest", .string(last.name)) }
    if let baseline { answer.append("baseline", .string(baseline.name)) }
    answer.append("unpriced", .array(unpriced.map(JSONValue.string)))
    return answer
  }

  private func priced(_ ranked: Ranked) -> PricedModel {
    PricedModel(name: ranked.name, model: candidates[ranked.candidate].model, cost: ranked.cost)
  }

  private func row(_ priced: PricedModel, _ baseline: PricedModel?) -> JSONValue {
    var row: JSONObject = [
      "model": .string(priced.name), "provider": .string(priced.model.provider),
      "cost": .object(Answer.cost(priced.cost, in: currency)),
    ]
    if let factor = factor(priced.cost) { row.append("factor", factor) }
    if let baseline { row.append("savings", savings(priced.cost, baseline.cost)) }
    if let window = priced.model.contextWindow {
      row.append("fits_context", .bool(workload.usage(on: priced.model).totalTokens <= window))
      row.append("context_window", Answer.integer(window))
    }
    row.append("lifecycle", .string(priced.model.lifecycle.rawValue))
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
