import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Service
import Tokens

/// A call before it is made: what goes in, what will probably come out, and what to say about both.
struct PlannedCall {
  /// The call with its expected counts.
  private(set) var facts: CallFacts
  /// All prompt tokens.
  private(set) var input: EstimatedCount
  /// All output tokens.
  private(set) var output: EstimatedCount
  /// What was assumed.
  private(set) var warnings: [String] = []
  /// The catalog's model; nil for one that it does not know.
  let model: Model?
  private let service: LedgerService

  /// Completes what was given by what the vocabulary, earlier calls and assumptions tell.
  ///
  /// - Throws: ``ToolFailure``.
  init(_ plan: GivenPlan, service: LedgerService) throws {
    self.service = service
    let model = try plan.resolved(service)
    self.model = model
    let name = model?.id ?? plan.model
    var counts = plan.counts
    let counted = try plan.prompt.map { prompt in
      EstimatedCount(try service.tokens.count(prompt.texts, model: name)).adding(counts.tokensOutsideText)
    }
    if let counted { try counts.add(counted.count, to: .input) }
    facts = CallFacts(
      userID: service.settings.userName, source: UsageDraft.source, model: plan.model, usage: try counts.usage(),
      timestamp: service.now())
    (facts.provider, facts.serviceTier, facts.region) = (plan.provider, plan.serviceTier, plan.region)
    input = counted ?? EstimatedCount(given: facts.usage.inputTokens)
    output = EstimatedCount(given: facts.usage.outputTokens)
    if !plan.statesOutput, facts.usage.outputTokens == 0 { expectOutput(plan) }
    if let prompt = plan.prompt { warn(about: prompt, name) }
  }

  /// The counts when input and output are as small as they may be.
  var lowUsage: Usage { usage(input: input.low, output: output.low) }
  /// The counts when input and output are as large as they may be.
  var highUsage: Usage { usage(input: input.high, output: output.high) }

  private func usage(input: Int64, output: Int64) -> Usage {
    var usage = facts.usage
    // What is read from a cache or written to it was given, and stays.
    usage[.input] = max(0, usage[.input] + input - self.input.count)
    usage[.output] = max(0, usage[.output] + output - self.output.count)
    return usage
  }

  private mutating func expectOutput(_ plan: GivenPlan) {
    output = .none
    guard model?.answersInText ?? true, plan.leavesOutput(of: facts.usage) else { return }
    let filter = UsageFilter(texts: plan.dimensions)
    if !plan.model.isEmpty,
      let history = service.outputHistory(ofModel: plan.model, pricedAs: model?.id, filter: filter)
    {
      output = EstimatedCount(history)
      warnings.append(Self.sentence(plan, history, filter) + plan.assumptions)
    } else {
      output = EstimatedCount(assumedWithin: model?.maxOutputTokens)
      warnings.append(
        "\(plan.leftOutput) and the ledger knows no such call: \(Grouped.text(output.count)) tokens are assumed (\(Grouped.text(output.low)) to \(Grouped.text(output.high))). Give the output expected.\(plan.assumptions)"
      )
    }
    facts.usage[.output] = output.count
  }

  private static func sentence(_ plan: GivenPlan, _ history: OutputHistory, _ filter: UsageFilter) -> String {
    let kind = filter.texts.isEmpty ? "of this model" : "of this model with these dimensions"
    let median = Grouped.text(history.median)
    guard history.calls > 1 else {
      return "\(plan.leftOutput): \(median) is that of the one recorded call \(kind)."
    }
    return
      "\(plan.leftOutput): \(median) is the median of the newest \(Grouped.text(Int64(history.calls))) recorded calls \(kind); one of ten was below low, one of ten above high."
  }

  private mutating func warn(about prompt: PromptText, _ model: String) {
    if !model.isEmpty, let doubt = service.tokens.doubt(model: model) { warnings.append(TokenSentences.message(doubt)) }
    if prompt.isFramed {
      warnings.append(
        "Only the text of the messages is counted: the few tokens that a provider puts around each message are not."
      )
    }
    if prompt.uncountedParts > 0 {
      let parts =
        prompt.uncountedParts == 1
        ? "1 part of the messages holds" : "\(prompt.uncountedParts) parts of the messages hold"
      warnings.append("\(parts) no text (images, files): give their tokens as `meters`.")
    }
  }
}

extension Model {
  /// Whether its answers are text of unknown length.
  var answersInText: Bool { [.chat, .completion, .search, .decision].contains(kind) }
}
