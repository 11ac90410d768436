import Ledger
import Pricing

/// How a question about models is answered.
struct ModelComparer {
  let service: LedgerService
  let question: ComparisonQuestion

  /// Compares the models asked for, or found.
  func comparison() throws -> Comparison {
    switch question.work {
    case .given(let plan, let calls): try compare(plan, calls: calls)
    case .recorded(let period, let filter, let tier): try compareRecorded(period, filter, tier)
    }
  }

  private func compare(_ plan: CallPlan, calls: Int64) throws -> Comparison {
    let named = try named
    guard !plan.isEmpty else { throw QuestionError.nothingToCompare }
    let workload = try GivenWorkload(plan, calls: calls, areNamed: named != nil, service)
    let candidates = try named ?? found(for: workload.kind)
    let leavesOutput = workload.leavesOutput && candidates.models.contains { $0.model.answersInText }
    return try comparison(
      of: workload, on: candidates, baseline: try baseline(workload),
      warnings: [
        narrowing(candidates), try unknown(candidates), workload.inputs.isEmpty ? nil : .ownVocabularies,
        leavesOutput ? .output(AssumedOutput(plan, .nothingForAny(EstimatedCount(assumedWithin: nil)))) : nil,
      ])
  }

  private func compareRecorded(_ period: PeriodName, _ filter: UsageFilter, _ tier: String?) throws -> Comparison {
    let named = try named
    let recorded = try RecordedWork(period, filter, service: service, named: named)
    let workload = recorded.workload(tier: tier, now: service.now())
    let candidates = try named ?? found(for: recorded.kind)
    let chosen = try baseline(workload)
    return try comparison(
      of: workload, on: candidates, baseline: chosen ?? recorded.baseline,
      warnings: [
        .recordedCalls, chosen == nil ? recorded.baselineWarning : nil, recorded.otherKindsWarning,
        narrowing(candidates), try unknown(candidates),
      ])
  }

  private func comparison(
    of workload: any Workload, on candidates: CandidateModels, baseline: Comparison.Baseline?,
    warnings: [ComparisonWarning?]
  ) throws -> Comparison {
    let currency = try service.currency(named: question.currency)
    let ranked = try RankedModels(candidates, workload: workload)
    return Comparison(
      workload: workload.outline, currency: currency, ranking: ranked.ranking, free: ranked.free,
      unpriced: candidates.areNamed ? ranked.unpriced : nil, leftOut: ranked.leftOut, limit: question.limit,
      baseline: baseline,
      warnings: (warnings + [ranked.leftOutNames.isEmpty ? nil : .leftOut(ranked.leftOutNames)]).compactMap(\.self))
  }

  /// The models that were named; nil where a search is asked for.
  private var named: CandidateModels? {
    get throws { question.models.isEmpty ? nil : try CandidateModels(named: question.models, of: service) }
  }

  private func found(for kind: WorkKind) throws -> CandidateModels {
    try CandidateModels(foundBy: try ModelSearch(question.search, prices: service.prices), for: kind)
  }

  private func narrowing(_ candidates: CandidateModels) -> ComparisonWarning? {
    let kinds = question.search.kinds
    return candidates.areNamed && !kinds.isEmpty ? .narrowing(kinds) : nil
  }

  private func unknown(_ candidates: CandidateModels) throws -> ComparisonWarning? {
    let names = try candidates.unknown.map {
      ComparisonWarning.UnknownModel(name: $0, nearest: try service.nearestModels(to: $0))
    }
    return names.isEmpty ? nil : .unknownModels(names)
  }

  private func baseline(_ workload: any Workload) throws -> Comparison.Baseline? {
    guard let name = question.baseline else { return nil }
    guard let model = try service.model(named: name, as: .baseline),
      case .amount(let cost) = try workload.price(on: model)
    else {
      throw QuestionError.unpricedBaseline(name, nearest: try service.nearestModels(to: name))
    }
    return Comparison.Baseline(model: name, cost: cost)
  }
}

extension LedgerService {
  /// Returns what the same work costs on many models.
  ///
  /// - Throws: ``QuestionError`` where there is no work, or a name is none that is known.
  package func compare(_ question: ComparisonQuestion) throws -> Comparison {
    try ledger.consistently { try ModelComparer(service: self, question: question).comparison() }
  }
}
