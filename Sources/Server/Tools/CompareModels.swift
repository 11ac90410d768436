import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Service
import Tokens

/// `compare_models`: the same workload priced on many models, cheapest first.
struct CompareModels: LedgerTool {
  static let name = "compare_models"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    if let period = try arguments.choice(.basedOn) {
      return try service.ledger.consistently { try compareRecorded(period, arguments) }
    }
    return try compareGiven(arguments)
  }

  private func compareGiven(_ arguments: Arguments) throws -> JSONObject {
    let named = try named(arguments)
    let plan = try GivenPlan(arguments, service: service)
    guard !plan.isEmpty else {
      throw ToolFailure(
        message:
          "There is no workload. Give input_tokens or text, and output_tokens; or images or audio_seconds; or based_on."
      )
    }
    let workload = try workload(
      plan, calls: try arguments.number(.calls, upTo: 1_000_000) ?? 1, areNamed: named != nil)
    let candidates = try named ?? found(arguments, for: workload.kind)
    let comparison = try Comparison(
      candidates, workload: workload, currency: try service.currency(named: try arguments.text(.currency)))
    var answer = try comparison.answer(limit: try limit(arguments), baseline: try baseline(arguments, workload))
    let warnings = [
      narrowing(arguments, candidates), try unknown(candidates),
      workload.inputs.isEmpty ? nil : ComparisonSentences.ownVocabularies,
      workload.leavesOutput && candidates.models.contains { $0.model.answersInText }
        ? ComparisonSentences.assumedOutput(plan) : nil,
    ]
    append(warnings, to: &answer)
    return answer
  }

  private func workload(_ plan: GivenPlan, calls: Int64, areNamed: Bool) throws -> GivenWorkload {
    let inputs = try plan.prompt.map { try service.tokens.counts($0.texts).mapValues(\.count) } ?? [:]
    var counts = plan.counts
    if let count = inputs[.o200k] { try counts.add(count, to: .input) }
    let usage = try counts.usage()
    return GivenWorkload(
      usage: usage, leavesOutput: plan.leavesOutput(of: usage), inputs: inputs, calls: calls, areNamed: areNamed,
      tier: plan.serviceTier, now: service.now())
  }

  private func compareRecorded(_ period: String, _ arguments: Arguments) throws -> JSONObject {
    try refuseCounts(arguments)
    let named = try named(arguments)
    let recorded = try RecordedWork(period, try filter(arguments), service: service, named: named)
    let workload = recorded.workload(
      tier: try arguments.serviceTier(), now: service.now())
    let candidates = try named ?? found(arguments, for: recorded.kind)
    let comparison = try Comparison(
      candidates, workload: workload, currency: try service.currency(named: try arguments.text(.currency)))
    let chosen = try baseline(arguments, workload)
    var answer = try comparison.answer(limit: try limit(arguments), baseline: chosen ?? recorded.baseline)
    let warnings = [
      ComparisonSentences.recorded, chosen == nil ? recorded.baselineWarning : nil, recorded.otherKindsWarning,
      narrowing(arguments, candidates), try unknown(candidates), ComparisonSentences.leftOut(comparison.leftOutNames),
    ]
    append(warnings, to: &answer)
    return answer
  }

  /// The models that the caller named; nil where a search is asked for.
  private func named(_ arguments: Arguments) throws -> CandidateModels? {
    let names = try arguments.texts(.models)
    return names.isEmpty ? nil : try CandidateModels(named: names, of: service)
  }

  private func found(_ arguments: Arguments, for kind: WorkKind) throws -> CandidateModels {
    try CandidateModels(foundBy: try ModelSearch(arguments, prices: service.prices), for: kind)
  }

  private func filter(_ arguments: Arguments) throws -> UsageFilter {
    var texts: [Dimension: String] = [:]
    for dimension in [Dimension.userID, .sessionID, .projectID, .agent, .mode, .operation] {
      if let text = try arguments.dimension(dimension) { texts[dimension] = text }
    }
    return UsageFilter(texts: texts)
  }

  private func refuseCounts(_ arguments: Arguments) throws {
    let given = [
      ArgumentName.inputTokens, .text, .outputTokens, .cacheReadTokens, .cacheWriteTokens, .images, .audioSeconds,
      .calls,
    ].filter(arguments.states)
    guard given.isEmpty else { throw ArgumentError.countsOfRecords(given) }
  }

  private func limit(_ arguments: Arguments) throws -> Int { Int(try arguments.number(.limit, upTo: 200) ?? 10) }

  private func append(_ warnings: [String?], to answer: inout JSONObject) {
    let warnings = warnings.compactMap { $0 }
    if !warnings.isEmpty { answer.append("warnings", .array(warnings.map(JSONValue.string))) }
  }

  private func narrowing(_ arguments: Arguments, _ candidates: CandidateModels) -> String? {
    let narrowing = [ArgumentName.providers, .capabilities, .leastContextWindow].filter { arguments[$0] != nil }.map(
      \.rawValue)
    guard candidates.areNamed, !narrowing.isEmpty else { return nil }
    return ComparisonSentences.narrowing(narrowing)
  }

  private func unknown(_ candidates: CandidateModels) throws -> String? {
    let names = try candidates.unknown.map { (name: $0, nearest: try service.nearestModels(to: $0)) }
    return ComparisonSentences.unknown(names)
  }

  private func baseline(_ arguments: Arguments, _ workload: any Workload) throws -> Comparison.Baseline? {
    guard let name = try arguments.text(.baseline) else { return nil }
    guard let model = try service.model(named: name, as: .baseline),
      case .amount(let cost) = try workload.price(on: model)
    else {
      let nearest = try service.nearestModels(to: name)
      let hint = nearest.isEmpty ? "" : " Nearest known: \(nearest.joined(separator: ", "))."
      throw ToolFailure(message: "Argument `baseline`: there is no price for \"\(name)\".\(hint)")
    }
    return Comparison.Baseline(name: name, cost: cost)
  }
}
