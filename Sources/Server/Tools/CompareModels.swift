import JSON
import Ledger
import Service

/// `compare_models`: the same workload priced on many models, cheapest first.
struct CompareModels: LedgerTool {
  static let name = "compare_models"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    ComparisonDocument(comparison: try service.compare(try ComparisonQuestion(arguments, service))).object
  }
}

extension ComparisonQuestion {
  /// Reads the arguments of `compare_models`.
  ///
  /// - Throws: What is wrong with an argument.
  init(_ arguments: Arguments, _ service: LedgerService) throws {
    self.init(try Self.work(arguments, service))
    models = try arguments.texts(.models)
    search = try Self.criteria(arguments)
    baseline = try arguments.text(.baseline)
    currency = try arguments.text(.currency)
    if let limit = try arguments.number(.limit, upTo: 200) { self.limit = Int(limit) }
  }

  private static func work(_ arguments: Arguments, _ service: LedgerService) throws -> Work {
    guard let period = try arguments.choice(.basedOn) else {
      return .given(
        try arguments.callPlan(service), calls: try arguments.number(.calls, upTo: 1_000_000) ?? 1)
    }
    let given = counts.filter(arguments.states)
    guard given.isEmpty else { throw ArgumentError.countsOfRecords(given) }
    return .recorded(
      try PeriodName(named: period), try filter(arguments), serviceTier: try arguments.serviceTier())
  }

  /// What describes a workload that does not come from records.
  private static let counts: [ArgumentName] = [
    .inputTokens, .text, .outputTokens, .cacheReadTokens, .cacheWriteTokens, .images, .audioSeconds, .calls,
  ]

  private static func filter(_ arguments: Arguments) throws -> UsageFilter {
    var texts: [Dimension: String] = [:]
    for dimension in [Dimension.userID, .sessionID, .projectID, .agent, .mode, .operation] {
      if let text = try arguments.dimension(dimension) { texts[dimension] = text }
    }
    return UsageFilter(texts: texts)
  }

  private static func criteria(_ arguments: Arguments) throws -> ModelCriteria {
    var criteria = ModelCriteria()
    if arguments[.providers] != nil { criteria.providers = try arguments.texts(.providers) }
    if arguments[.capabilities] != nil { criteria.capabilities = try arguments.texts(.capabilities) }
    criteria.leastContextWindow = try arguments.integer(.leastContextWindow)
    return criteria
  }
}
