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
    var quote = try Quoter(service).quote(facts)
    let isOutputGiven = try arguments.integer("output_tokens") != nil || facts.usage.outputTokens > 0
    if !isOutputGiven, Self.sellsOutput(quote.model, at: facts.timestamp) {
      quote.warnings.append("The estimate holds no output, as output_tokens was not given. Give the output expected.")
    }
    return try answer(facts, quote, isOutputGiven: isOutputGiven, calls: calls)
  }

  private static func sellsOutput(_ model: Model?, at instant: Instant) -> Bool {
    model?.period(at: instant)?.price(of: .output) != nil
  }

  private func answer(
    _ facts: CallFacts, _ quote: Quote, isOutputGiven: Bool, calls: Int64
  ) throws -> JSONObject {
    var answer: JSONObject = ["model": .string(facts.model)]
    if !quote.applied.pricedAs.isEmpty { answer.append("priced_as", .string(quote.applied.pricedAs)) }
    if !quote.applied.provider.isEmpty { answer.append("provider", .string(quote.applied.provider)) }
    answer.append(
      "tokens",
      [
        "input": Self.count(facts.usage.inputTokens, "given"),
        "output": Self.count(facts.usage.outputTokens, isOutputGiven ? "given" : "default"),
      ])
    answer.append("cost", .object(Self.cost(quote, calls: calls)))
    if let window = quote.model?.contextWindow {
      answer.append(
        "context", ["window": Answer.integer(window), "fits": .bool(facts.usage.totalTokens <= window)])
    }
    answer.append("limit", .object(try limit(facts.usage.totalTokens * calls)))
    if !quote.warnings.isEmpty { answer.append("warnings", .array(quote.warnings.map(JSONValue.string))) }
    return answer
  }

  /// A count that is certain, and where it comes from.
  private static func count(_ count: Int64, _ method: String) -> JSONValue {
    let count = Answer.integer(count)
    return ["count": count, "low": count, "high": count, "method": .string(method)]
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
