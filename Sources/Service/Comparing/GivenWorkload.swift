import CivilTime
import Pricing
import Tokens

/// One call's counts, so many times.
struct GivenWorkload: Workload {
  /// The counts of one call.
  let usage: Usage
  /// Whether output was left open, and is assumed on models that answer in text.
  let leavesOutput: Bool
  /// The prompt tokens of a text for each family of models; empty when they were given as a number.
  let inputs: [TokenFamily: Int64]
  private let calls: Int64
  /// Whether the candidates are those that were asked for, which may be for other work.
  private let areNamed: Bool
  private let conditions: PricingConditions

  /// Counts what is said of a call.
  init(_ plan: CallPlan, calls: Int64, areNamed: Bool, _ service: LedgerService) throws {
    inputs = try plan.prompt.map { try service.tokens.counts($0.texts).mapValues(\.count) } ?? [:]
    var counts = plan.counts
    if let count = inputs[.o200k] { try counts.add(count, to: .input) }
    usage = try counts.usage()
    leavesOutput = plan.leavesOutput(of: usage)
    self.calls = calls
    self.areNamed = areNamed
    conditions = PricingConditions(
      at: service.now(), serviceTier: plan.serviceTier.isEmpty ? nil : plan.serviceTier)
  }

  /// What models do such work.
  var kind: WorkKind {
    if usage[.image] > 0 { return .special(.image) }
    return usage[.audioSecondIn] > 0 ? .special(.transcription) : .text
  }

  /// What all calls cost on a model.
  func price(on model: Model) throws -> WorkloadPrice {
    let cost = try model.cost(of: usage(on: model), under: conditions)
    return cost?.amount.map { .amount($0 * calls) } ?? .unpriced(cost?.unpriced ?? [])
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

  var outline: WorkloadOutline {
    .given(
      input: usage.inputTokens,
      output: leavesOutput ? EstimatedCount(assumedWithin: nil).count : usage.outputTokens, calls: calls)
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
