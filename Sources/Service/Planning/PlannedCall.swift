package import Ledger
package import Pricing
import Tokens

/// A call before it is made: what goes in, what will probably come out, and what to say about both.
package struct PlannedCall: Sendable {
  /// The call with its expected counts.
  package private(set) var facts: CallFacts
  /// All prompt tokens.
  package let input: EstimatedCount
  /// All output tokens.
  package private(set) var output: EstimatedCount
  /// What was assumed.
  private(set) var warnings: [PlanWarning] = []
  /// The catalog's model; nil for one that it does not know.
  package let model: Model?

  /// Completes what was said by what the vocabulary, earlier calls and assumptions tell.
  init(_ plan: CallPlan, service: LedgerService) throws {
    model = try service.prices.resolve(plan.model, provider: plan.seller)
    let name = model?.id ?? plan.model
    var counts = plan.counts
    let counted = try plan.prompt.map { prompt in
      EstimatedCount(try service.tokens.count(prompt.texts, model: name)).adding(counts.tokensOutsideText)
    }
    if let counted { try counts.add(counted.count, to: .input) }
    facts = CallFacts(
      userID: service.settings.userName, source: "", model: plan.model, usage: try counts.usage(),
      timestamp: service.now())
    (facts.provider, facts.serviceTier, facts.region) = (plan.provider, plan.serviceTier, plan.region)
    input = counted ?? EstimatedCount(given: facts.usage.inputTokens)
    output = EstimatedCount(given: facts.usage.outputTokens)
    if plan.output != .given, facts.usage.outputTokens == 0 { expectOutput(plan, service) }
    if let prompt = plan.prompt { warn(about: prompt, name, service) }
  }

  /// The counts when input and output are as small as they may be.
  var lowUsage: Usage { usage(input: input.low, output: output.low) }
  /// The counts when input and output are as large as they may be.
  var highUsage: Usage { usage(input: input.high, output: output.high) }
  /// Whether the call fits the model's window; nil where no window is known.
  package var context: ContextFit? { ContextFit(self) }

  private func usage(input: Int64, output: Int64) -> Usage {
    var usage = facts.usage
    // What is read from a cache or written to it was given, and stays.
    usage[.input] = max(0, usage[.input] + input - self.input.count)
    usage[.output] = max(0, usage[.output] + output - self.output.count)
    return usage
  }

  private mutating func expectOutput(_ plan: CallPlan, _ service: LedgerService) {
    output = .none
    guard model?.answersInText ?? true, plan.leavesOutput(of: facts.usage) else { return }
    let basis: AssumedOutput.Basis
    let filter = plan.history
    if !plan.model.isEmpty,
      let history = service.outputHistory(ofModel: plan.model, pricedAs: model?.id, filter: filter)
    {
      output = EstimatedCount(history)
      basis = .history(history, sameCaller: !filter.texts.isEmpty)
    } else {
      output = EstimatedCount(assumedWithin: model?.maxOutputTokens)
      basis = .nothing(output)
    }
    warnings.append(.output(AssumedOutput(plan, basis)))
    facts.usage[.output] = output.count
  }

  private mutating func warn(about prompt: CallPlan.Prompt, _ model: String, _ service: LedgerService) {
    if !model.isEmpty, let doubt = service.tokens.doubt(model: model) { warnings.append(.vocabulary(doubt)) }
    if prompt.isFramed { warnings.append(.framedMessages) }
    if prompt.uncountedParts > 0 { warnings.append(.uncountedParts(prompt.uncountedParts)) }
  }
}

extension Model {
  /// Whether its answers are text of unknown length.
  var answersInText: Bool { [.chat, .completion, .search, .decision].contains(kind) }
}
