import JSON
import Ledger
import Pricing
import Service

/// What calls will cost, as the answer of `estimate_cost`.
struct EstimateDocument {
  let estimate: CostEstimate

  /// The answer.
  var object: JSONObject {
    let (applied, call) = (estimate.quote.applied, estimate.call)
    var object: JSONObject = ["model": .string(call.facts.model)]
    if !applied.pricedAs.isEmpty { object.append("priced_as", .string(applied.pricedAs)) }
    if !applied.provider.isEmpty { object.append("provider", .string(applied.provider)) }
    object.append("tokens", ["input": Answer.count(call.input), "output": Answer.count(call.output)])
    object.append("cost", .object(cost))
    estimate.currency.appendExchange(to: &object)
    if let context = call.context { object.append("context", Answer.context(context)) }
    object.append("limit", limit)
    Answer.append(estimate.warnings.map(\.sentence), to: &object)
    return object
  }

  private var cost: JSONObject {
    let (quote, currency) = (estimate.quote, estimate.currency)
    var cost = JSONObject()
    if let one = quote.applied.cost {
      if let low = estimate.low, low != one { cost.append("low", amount(low)) }
      if estimate.low != estimate.high { cost.append("expected", amount(one)) }
      if let high = estimate.high, high != one { cost.append("high", amount(high)) }
      cost.append("amount", amount(one))
    }
    cost.append("currency", .string(currency.code))
    if quote.applied.kind != .catalog { cost.append("kind", .string(quote.applied.kind.name)) }
    if !quote.applied.row.isEmpty { cost.append("price", .string(quote.applied.row)) }
    if !quote.lines.isEmpty { cost.append("lines", Answer.lines(quote.lines, calls: estimate.calls, in: currency)) }
    return cost
  }

  private func amount(_ one: Money) -> JSONValue { estimate.currency.amount(one * estimate.calls) }

  private var limit: JSONValue {
    switch estimate.limit {
    case .checked(let verdict):
      ["decision": .string(verdict.decision.verdict.rawValue), "reason": .string(verdict.reason)]
    case .unchecked(let error):
      ["decision": "warn", "reason": .string(LimitSentences.unchecked(error))]
    }
  }
}
