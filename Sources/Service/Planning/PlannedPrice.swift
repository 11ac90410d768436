import Ledger
import Pricing

/// A planned call with its price, described once any part of it is.
struct PlannedPrice {
  /// What the call is taken to use.
  let use: PlannedUse
  /// The call; nil where nothing is said of it.
  let call: PlannedCall?
  private let quote: Quote?

  /// Prices what a question says of a call, where it has a size and a model.
  init(_ question: LimitQuestion, service: LedgerService) throws {
    let plan = question.plan
    guard !plan.isEmpty || !plan.model.isEmpty || question.holdsForSeconds != nil else {
      (self.use, self.call, self.quote) = (PlannedUse(tokens: nil), nil, nil)
      return
    }
    let call = try PlannedCall(plan, service: service)
    let quote = plan.model.isEmpty ? nil : try Quoter(service).quote(call.facts)
    use = PlannedUse(
      tokens: call.facts.usage.totalTokens, cost: try Self.cost(quote, of: call, service),
      isAssumed: quote?.applied.kind == .fallback)
    self.call = call
    // Of a model alone there is nothing to say.
    self.quote = plan.isEmpty && call.model != nil ? nil : quote
  }

  /// What to know of how the call was reckoned.
  var warnings: [PlanWarning] { call.map { $0.warnings(quote) } ?? [] }

  private static func cost(
    _ quote: Quote?, of call: PlannedCall, _ service: LedgerService
  ) throws -> PlannedUse.Cost {
    guard let quote else { return .unasked }
    let cost = PlannedUse.Cost(quote)
    guard call.facts.usage.totalTokens == 0, cost == .amount(.zero) else { return cost }
    // No tokens cost nothing on any model. Only one whose tokens are free may go past a spent budget.
    var least = call.facts
    (least.usage[.input], least.usage[.output]) = (1, 1)
    return PlannedUse.Cost(try Quoter(service).quote(least)) == .amount(.zero) ? cost : .unasked
  }
}

extension PlannedUse.Cost {
  /// What a quote says of one call.
  init(_ quote: Quote) {
    self = quote.applied.cost.map { .amount($0) } ?? .unpriced
  }
}

extension PlannedCall {
  /// Returns what to know of how the call was reckoned and priced.
  func warnings(_ quote: Quote?) -> [PlanWarning] {
    var all = (quote?.warnings ?? []).map(PlanWarning.price) + warnings
    if let context, context.verdict != .fits { all.append(.context(context)) }
    return all
  }
}
