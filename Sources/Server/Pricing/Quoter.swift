import Ledger
import MCP
import Pricing
import Service

/// Prices calls by the catalog and by what is configured.
struct Quoter {
  private let service: LedgerService
  private var prices: PriceRegistry { service.prices }

  init(_ service: LedgerService) { self.service = service }

  /// Returns the price of a call.
  ///
  /// - Throws: ``ToolFailure`` for counts that no call can have.
  func quote(_ facts: CallFacts) throws -> Quote {
    do {
      return try priced(facts)
    } catch let error as PricingError {
      throw ToolFailure(message: PricingSentences.message(error))
    }
  }

  private func priced(_ facts: CallFacts) throws -> Quote {
    let given = facts.provider.isEmpty ? nil : facts.provider
    let model = try prices.resolve(facts.model, provider: given)
    guard let model else { return try unknown(facts) }
    let cost = try model.cost(of: facts.usage, under: conditions(of: facts))
    // A bill that was given needs no price.
    let warnings = facts.reportedCost == nil ? warnings(model, cost, facts) : []
    return try quote(facts, model: model, cost: cost, kind: .catalog, warnings: warnings)
  }

  /// A model that the catalog does not know: its default price where one is configured, otherwise none.
  private func unknown(_ facts: CallFacts) throws -> Quote {
    guard let name = service.setting(.fallbackModel) else {
      let warning = try unknownModelWarning(facts, "so the call is unpriced.")
      return try quote(facts, model: nil, cost: nil, kind: .catalog, warnings: [warning])
    }
    guard let model = try prices.resolve(name, provider: nil) else {
      let warning = try unknownModelWarning(
        facts, "so the call is unpriced: the ledger's fallback_model is \"\(name)\", which is not in it either.")
      return try quote(facts, model: nil, cost: nil, kind: .catalog, warnings: [warning])
    }
    let cost = try model.cost(of: facts.usage, under: conditions(of: facts))
    let warning = try unknownModelWarning(
      facts, "so the price of \(model.id) was applied, the ledger's fallback_model.")
    let others = facts.reportedCost == nil ? warnings(model, cost, facts) : []
    return try quote(facts, model: model, cost: cost, kind: .fallback, warnings: [warning] + others)
  }

  private func quote(
    _ facts: CallFacts, model: Model?, cost: Cost?, kind: CostKind, warnings: [String]
  ) throws -> Quote {
    let reported = facts.reportedCost
    let amount = reported ?? cost?.amount
    let finalKind: CostKind = reported != nil ? .reported : (amount == nil ? .unpriced : kind)
    let pricedAs = cost?.amount == nil ? "" : model?.id ?? ""
    let applied = AppliedPrice(
      provider: try provider(of: facts, model, kind), pricedAs: pricedAs,
      kind: finalKind, cost: amount, catalogCost: cost?.amount, row: row(model, cost))
    return Quote(applied: applied, lines: cost?.lines ?? [], warnings: warnings)
  }

  /// The provider as given, in the catalog's spelling; otherwise the model's own.
  private func provider(of facts: CallFacts, _ model: Model?, _ kind: CostKind) throws -> String {
    if !facts.provider.isEmpty { return try prices.provider(named: facts.provider)?.id ?? facts.provider }
    return kind == .fallback ? "" : model?.provider ?? ""
  }

  private func row(_ model: Model?, _ cost: Cost?) -> String {
    guard let model, let cost else { return "" }
    var row = model.path
    if let period = cost.period { row += " " + period }
    if let tier = cost.tier { row += " " + tier }
    return row
  }

  private func conditions(of facts: CallFacts) -> PricingConditions {
    PricingConditions(
      at: facts.timestamp, serviceTier: facts.serviceTier.isEmpty ? nil : facts.serviceTier,
      region: facts.region.isEmpty ? prices.region(named: facts.model) : facts.region, options: facts.options)
  }

  private func warnings(_ model: Model, _ cost: Cost?, _ facts: CallFacts) -> [String] {
    guard let cost else {
      return ["The catalog knows \(model.id) but not its price at that time; the call is unpriced."]
    }
    guard !cost.unpriced.isEmpty else { return Self.plainPriceWarning(model, cost, facts) }
    return [PricingSentences.unpriced(cost.unpriced, by: model, at: facts.timestamp)]
  }

  /// A tier without a price of its own takes the standard price, which may be more or less than the bill.
  private static func plainPriceWarning(_ model: Model, _ cost: Cost, _ facts: CallFacts) -> [String] {
    guard !facts.serviceTier.isEmpty, cost.amount != .zero,
      cost.tier?.split(separator: ",").first.map(String.init) != facts.serviceTier
    else { return [] }
    return ["The catalog has no price of \(model.id) for \(facts.serviceTier) service; the standard price was applied."]
  }

  private func unknownModelWarning(_ facts: CallFacts, _ consequence: String) throws -> String {
    let nearest = try service.nearestModels(to: facts.model)
    let hint = nearest.isEmpty ? "" : " Nearest known: \(nearest.joined(separator: ", "))."
    let outcome = facts.reportedCost == nil ? consequence : "so only the given amount is kept."
    return "Model \"\(facts.model)\" is not in the price catalog, \(outcome)\(hint)"
  }
}
