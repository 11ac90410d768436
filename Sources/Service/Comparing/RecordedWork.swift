import CivilTime
import Ledger
import Pricing

/// The calls of a period that are compared: those of the kind of work that the candidates do, or that cost most.
struct RecordedWork {
  private let cells: [WorkloadCell]
  /// What they are for.
  let kind: WorkKind
  private let others: [WorkKind: [WorkloadCell]]
  private let totals: Totals
  private let areNamed: Bool

  /// Reads the calls of the period of that name.
  ///
  /// - Parameter named: The models that were asked for; nil for a search.
  /// - Throws: ``QuestionError`` where there are none.
  init(_ name: PeriodName, _ filter: UsageFilter, service: LedgerService, named: CandidateModels?) throws {
    let calendar = try service.calendar(nil)
    let period = name.period(at: service.now(), calendar)
    let cells = try service.ledger.workload(of: period, filter: filter)
    var kinds: [WorkKind: [WorkloadCell]] = [:]
    for cell in cells { kinds[try service.prices.kind(of: cell), default: []].append(cell) }
    guard let kind = Self.kind(kinds, named?.models.map(\.model) ?? []), let chosen = kinds.removeValue(forKey: kind)
    else {
      throw QuestionError.nothingRecorded(name)
    }
    self.kind = kind
    areNamed = named != nil
    self.cells = chosen
    others = kinds
    totals = chosen.reduce(into: .zero) { $0 += $1.totals }
  }

  /// What the records say was spent; nil where some of the calls have no amount.
  var baseline: Comparison.Baseline? {
    totals.unpricedRequests == 0 ? Comparison.Baseline(model: nil, cost: totals.cost) : nil
  }

  /// What savings are shown against, or why there are none.
  var baselineWarning: ComparisonWarning {
    totals.unpricedRequests == 0 ? .recordedBaseline : .noRecordedBaseline(unpriced: totals.unpricedRequests)
  }

  /// Which calls are no part of the comparison; nil where all are.
  var otherKindsWarning: ComparisonWarning? {
    let calls = others.values.joined().reduce(0) { $0 + $1.totals.requests }
    guard calls > 0 else { return nil }
    return .otherKinds(calls: calls, others.keys.sorted { $0.name < $1.name }, compared: kind)
  }

  /// Returns the calls as a workload; `tier` replaces theirs unless it is nil.
  func workload(tier: String?, now: Instant) -> RecordedWorkload {
    RecordedWorkload(cells, kind: kind, areNamed: areNamed, tier: tier, now: now)
  }

  /// The kind of work that named candidates do, otherwise the one that cost most, or has the most calls.
  private static func kind(_ kinds: [WorkKind: [WorkloadCell]], _ models: [Model]) -> WorkKind? {
    let named = Set(models.map { $0.talks ? .text : WorkKind($0.kind) })
    if named.count == 1, let kind = named.first, kinds[kind] != nil { return kind }
    let sizes = kinds.map { kind, cells in
      (kind: kind, totals: cells.reduce(into: Totals.zero) { $0 += $1.totals })
    }
    return sizes.max {
      ($0.totals.cost, $0.totals.requests, $1.kind.name) < ($1.totals.cost, $1.totals.requests, $0.kind.name)
    }?.kind
  }
}
