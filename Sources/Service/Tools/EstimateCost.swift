import CivilTime
import JSON
import Ledger
import MCP
import Pricing

/// `estimate_cost`: what a call will cost before it is made.
struct EstimateCost: LedgerTool {
  static let name = "estimate_cost"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    guard let model = try arguments.text("model"), !model.isEmpty else {
      throw ToolFailure(message: "Argument `model` is empty. Name the model to be called.")
    }
    let calls = try arguments.integer("calls") ?? 1
    let counts = try CountArguments(arguments, speaks: try service.speaks(model, nil))
    guard !counts.isEmpty else {
      throw ToolFailure(message: "There is nothing to price. Give input_tokens and output_tokens, or meters.")
    }
    var facts = CallFacts(
      userID: service.settings.userName, source: UsageDraft.source, model: model, usage: try counts.usage(),
      timestamp: service.now())
    facts.serviceTier = UsageDraft.tier(try arguments.text("service_tier"))
    facts.region = try arguments.text("region", longest: 64) ?? ""
    let quoter = Quoter(service)
    return try answer(facts, try quoter.quote(facts), calls: calls)
  }

  private func answer(_ facts: CallFacts, _ quote: Quote, calls: Int64) throws -> JSONObject {
    var answer: JSONObject = ["model": .string(facts.model)]
    if !quote.applied.pricedAs.isEmpty { answer.append("priced_as", .string(quote.applied.pricedAs)) }
    if !quote.applied.provider.isEmpty { answer.append("provider", .string(quote.applied.provider)) }
    answer.append(
      "tokens",
      ["input": Self.given(facts.usage.inputTokens), "output": Self.given(facts.usage.outputTokens)])
    answer.append("cost", .object(Self.cost(quote, calls: calls)))
    if let window = quote.model?.contextWindow {
      answer.append(
        "context", ["window": Answer.integer(window), "fits": .bool(facts.usage.totalTokens <= window)])
    }
    answer.append("limit", .object(try limit(facts.usage.totalTokens * calls)))
    if !quote.warnings.isEmpty { answer.append("warnings", .array(quote.warnings.map(JSONValue.string))) }
    return answer
  }

  /// A count that the caller stated, and so is certain of.
  private static func given(_ count: Int64) -> JSONValue {
    let count = Answer.integer(count)
    return ["count": count, "low": count, "high": count, "method": "given"]
  }

  private static func cost(_ quote: Quote, calls: Int64) -> JSONObject {
    var cost = JSONObject()
    if let one = quote.applied.cost {
      let amount = Answer.money(one * calls)
      for name in ["low", "expected", "high", "amount"] { cost.append(name, amount) }
    }
    cost.append("currency", "USD")
    cost.append("kind", .string(quote.applied.kind.name))
    cost.append("lines", Answer.lines(quote.lines, calls: calls))
    return cost
  }

  /// A ledger in trouble keeps nobody from knowing a price.
  private func limit(_ tokens: Int64) throws -> JSONObject {
    do {
      let answer = try LimitCheck(service, plan: PlannedUse(tokens: tokens)).answer()
      return ["decision": answer["decision"] ?? "allow", "reason": answer["reason"] ?? ""]
    } catch let failure as ToolFailure {
      return ["decision": "warn", "reason": .string("The limits could not be checked. \(failure.message)")]
    }
  }
}
