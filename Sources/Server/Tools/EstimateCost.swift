import JSON
import Service

/// `estimate_cost`: what a call will cost before it is made.
struct EstimateCost: LedgerTool {
  static let name = "estimate_cost"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    EstimateDocument(estimate: try service.estimate(try CostQuestion(arguments, service))).object
  }
}

extension CostQuestion {
  /// Reads the arguments of `estimate_cost`.
  ///
  /// - Throws: What is wrong with an argument.
  init(_ arguments: Arguments, _ service: LedgerService) throws {
    self.init(
      try arguments.callPlan(service), calls: try arguments.number(.calls, upTo: 1_000_000) ?? 1,
      currency: try arguments.text(.currency))
  }
}
