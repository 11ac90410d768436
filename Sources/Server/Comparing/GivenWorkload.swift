import CivilTime
import JSON
import MCP
import Pricing
import Service
import Tokens

/// One call's counts, so many times.
struct GivenWorkload: Workload {
  /// The counts of one call.
  let usage: Usage
  /// Whether output was left open, and is assumed on models that answer in text.
  let leavesOutput: Bool
  /// The prompt tokens of a text for each family of models; empty when they were given as a number.
  let inputs: [TokenFamily: Int64]
  /// How many such calls there are.
  let calls: Int64
  /// Whether the candidates are those that were asked for, which may be for other work.
  let areNamed: Bool
  /// The service tier; empty for standard service.
  let tier: String
  /// The moment whose prices hold.
  let now: Instant

  /// What models do such work.
  var kind: WorkKind {
    if usage[.image] > 0 { return .special(.image) }
    return usage[.audioSecondIn] > 0 ? .special(.transcription) : .text
  }

  /// What all calls cost on a model.
  func price(on model: Model) throws -> WorkloadPrice {
    let conditions = PricingConditions(at: now, serviceTier: tier.isEmpty ? nil : tier)
    do {
      let cost = try model.cost(of: usage(on: model), under: conditions)
      return cost?.amount.map { .amount($0 * calls) } ?? .unpriced(cost?.unpriced ?? [])
    } catch {
      throw ToolFailure(message: PricingSentences.message(error))
    }
  }

  /// Why a model that was searched for cannot do the work; nil for one that can.
  func obstacle(on model: Model) -> Obstacle? {
    guard !areNamed, kind == .text else { return nil }
    let usage = usage(on: model)
    return model.obstacle(
      toCallsOf: usage.totalTokens, prompt: usage.inputTokens, output: usage.outputTokens)
  }

  /// Whether a call fits into a context window.
  func fits(_ window: Int64, on model: Model) -> Bool { usage(on: model).totalTokens <= window }

  /// The workload as answers show it.
  func answer(in currency: AnswerCurrency) -> JSONObject {
    let output = leavesOutput ? EstimatedCount(assumedWithin: nil).count : usage.outputTokens
    return [
      "input_tokens": Answer.integer(usage.inputTokens), "output_tokens": Answer.integer(output),
      "calls": Answer.integer(calls),
    ]
  }

  /// The counts as this model has them: a text is cut by its vocabulary, and sound goes in, except for models
  /// that only speak.
  private func usage(on model: Model) -> Usage {
    var usage = usage
    if !inputs.isEmpty, let counted = inputs[.o200k], let own = inputs[TokenFamily(model: model.id)] {
      usage[.input] = max(0, usage[.input] + own - counted)
    }
    if leavesOutput, model.answersInText {
      usage[.output] = EstimatedCount(assumedWithin: model.maxOutputTokens).count
    }
    guard model.kind == .speech, let seconds = usage.quantity(of: .audioSecondIn) else { return usage }
    var spoken = usage
    spoken[.audioSecondIn] = 0
    spoken[.audioSecondOut] = seconds
    return spoken
  }
}
