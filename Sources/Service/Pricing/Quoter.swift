package import Ledger
import Pricing

/// Prices calls by the catalog and by what is configured.
package struct Quoter {
  private let service: LedgerService
  private var prices: PriceRegistry { service.prices }

  /// Creates it over a service.
  package init(_ service: LedgerService) { self.service = service }

  /// Returns the price of a call.
  ///
  /// - Throws: ``PricingError`` for counts that no call can have.
  package func quote(_ facts: CallFacts) throws -> Quote {
    let given = facts.provider.isEmpty ? nil : facts.provider
    let model = try prices.resolve(facts.model, provider: given)
    guard let model else { return try unknown(facts) }
    let cost = try model.cost(of: facts.usage, under: conditions(of: facts))
    return try quote(facts, model: model, cost: cost, kind: .catalog, warnings: warnings(model, cost, facts))
  }

  /// A model that the catalog does not know: its default price where one is configured, otherwise none.
  private func unknown(_ facts: CallFacts) throws -> Quote {
    guard let name = service.setting(.fallbackModel) else { return try unpriced(facts, .nothing) }
    guard let model = try prices.resolve(name, provider: nil) else {
      return try unpriced(facts, .unknownFallback(name: name))
    }
    let cost = try model.cost(of: facts.usage, under: conditions(of: facts))
    let warnings = [try unknownModel(facts, .fallback(model: model.id))] + warnings(model, cost, facts)
    return try quote(facts, model: model, cost: cost, kind: .fallback, warnings: warnings)
  }

  private func unpriced(_ facts: CallFacts, _ taken: QuoteWarning.Substitute) throws -> Quote {
    try quote(facts, model: nil, cost: nil, kind: .catalog, warnings: [try unknownModel(facts, taken)])
  }

  private func quote(
    _ facts: CallFacts, model: Model?, cost: Cost?, kind: CostKind, warnings: [QuoteWarning]
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

  /// What is to be said of a price that was applied; a bill that was given needs none.
  private func warnings(_ model: Model, _ cost: Cost?, _ facts: CallFacts) -> [QuoteWarning] {
    guard facts.reportedCost == nil else { return [] }
    guard let cost else { return [.priceUnknownThen(model: model.id)] }
    guard cost.unpriced.isEmpty else { return [.unitsUnpriced(cost.unpriced, by: model, at: facts.timestamp)] }
    return Self.isTierUnpriced(cost, facts) ? [.tierUnpriced(facts.serviceTier, model: model.id)] : []
  }

  /// A tier without a price of its own takes the standard price, which may be more or less than the bill.
  private static func isTierUnpriced(_ cost: Cost, _ facts: CallFacts) -> Bool {
    !facts.serviceTier.isEmpty && cost.amount != .zero
      && cost.tier?.split(separator: ",").first.map(String.init) != facts.serviceTier
  }

  private func unknownModel(_ facts: CallFacts, _ taken: QuoteWarning.Substitute) throws -> QuoteWarning {
    let taken = facts.reportedCost == nil ? taken : .givenAmount
    return .unknownModel(facts.model, taken: taken, nearest: try service.nearestModels(to: facts.model))
  }
}
