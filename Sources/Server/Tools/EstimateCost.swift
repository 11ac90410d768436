import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Service

/// `estimate_cost`: what a call will cost before it is made.
struct EstimateCost: LedgerTool {
  static let name = "estimate_cost"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let calls = try arguments.number(.calls, upTo: 1_000_000) ?? 1
    let currency = try service.currency(named: try arguments.text(.currency))
    let plan = try GivenPlan(arguments, service: service)
    guard !plan.model.isEmpty else {
      throw ToolFailure(message: "Argument `model` is empty. Name the model to be called.")
    }
    guard !plan.isEmpty else {
      throw ToolFailure(
        message: "There is nothing to price. Give input_tokens, text or messages, and output_tokens; or meters.")
    }
    try plan.refuseFamily(service)
    let call = try PlannedCall(plan, service: service)
    let quoter = Quoter(service)
    let quote = try quoter.quote(call.facts)
    let bounds = try [call.lowUsage, call.highUsage].map { usage in
      var facts = call.facts
      facts.usage = usage
      return try quoter.quote(facts).applied.cost
    }
    var answer: JSONObject = ["model": .string(call.facts.model)]
    if !quote.applied.pricedAs.isEmpty { answer.append("priced_as", .string(quote.applied.pricedAs)) }
    if !quote.applied.provider.isEmpty { answer.append("provider", .string(quote.applied.provider)) }
    answer.append("tokens", ["input": call.input.answer, "output": call.output.answer])
    answer.append("cost", .object(Self.cost(quote, low: bounds[0], high: bounds[1], calls: calls, in: currency)))
    currency.appendExchange(to: &answer)
    let window = call.context
    if let window { answer.append("context", window.answer) }
    answer.append("limit", .object(try limit(call, quote, calls: calls, for: try service.limitSubject(arguments))))
    let warnings = quote.warnings.map(\.sentence) + call.warnings + [window?.warning].compactMap { $0 }
    if !warnings.isEmpty { answer.append("warnings", .array(warnings.map(JSONValue.string))) }
    return answer
  }

  private static func cost(
    _ quote: Quote, low: Money?, high: Money?, calls: Int64, in currency: AnswerCurrency
  ) -> JSONObject {
    var cost = JSONObject()
    if let one = quote.applied.cost {
      let (low, high) = (min(low ?? one, one), max(high ?? one, one))
      if low != one { cost.append("low", currency.amount(low * calls)) }
      if low != high { cost.append("expected", currency.amount(one * calls)) }
      if high != one { cost.append("high", currency.amount(high * calls)) }
      cost.append("amount", currency.amount(one * calls))
    }
    cost.append("currency", .string(currency.code))
    if quote.applied.kind != .catalog { cost.append("kind", .string(quote.applied.kind.name)) }
    if !quote.applied.row.isEmpty { cost.append("price", .string(quote.applied.row)) }
    if !quote.lines.isEmpty { cost.append("lines", Answer.lines(quote.lines, calls: calls, in: currency)) }
    return cost
  }

  /// A ledger in trouble keeps nobody from knowing a price.
  private func limit(
    _ call: PlannedCall, _ quote: Quote, calls: Int64, for subject: LimitSubject
  ) throws -> JSONObject {
    let plan = PlannedUse(
      tokens: call.facts.usage.totalTokens, cost: PlannedUse.Cost(quote), calls: calls,
      isAssumed: quote.applied.kind == .fallback)
    do {
      let answer = try LimitCheck(service, plan: plan, for: subject).answer()
      return ["decision": answer["decision"] ?? "allow", "reason": answer["reason"] ?? ""]
    } catch let failure as any Worded {
      return ["decision": "warn", "reason": .string("The limits could not be checked. \(failure.sentence)")]
    }
  }
}
