import CivilTime
import Ledger
package import Pricing

/// What will calls cost that are like this one?
package struct CostQuestion: Sendable {
  /// What is said of one call.
  package var plan: CallPlan
  /// How many such calls there are.
  package var calls: Int64
  /// The currency of the answer; nil for dollars.
  package var currency: String?

  /// Creates a question.
  package init(_ plan: CallPlan, calls: Int64 = 1, currency: String? = nil) {
    self.plan = plan
    self.calls = calls
    self.currency = currency
  }
}

/// What calls will cost before they are made.
package struct CostEstimate: Sendable {
  /// What the limits say of them.
  package enum LimitAdvice: Sendable {
    case checked(LimitVerdict)
    /// A ledger in trouble keeps nobody from knowing a price.
    case unchecked(any Error)
  }

  /// One call.
  package let call: PlannedCall
  /// What it costs.
  package let quote: Quote
  /// What it costs when input and output are as small as they may be; nil where it has no price.
  package let low: Money?
  /// What it costs when they are as large as they may be; nil where it has no price.
  package let high: Money?
  /// How many calls there are.
  package let calls: Int64
  /// The currency of the answer.
  package let currency: AnswerCurrency
  /// What the limits say.
  package let limit: LimitAdvice

  /// What to know of how the calls were reckoned.
  package var warnings: [PlanWarning] { call.warnings(quote) }
}

extension LedgerService {
  /// Returns what calls will cost.
  ///
  /// - Throws: ``QuestionError`` where nothing is said that has a price.
  package func estimate(_ question: CostQuestion) throws -> CostEstimate {
    try ledger.consistently { try estimated(question) }
  }

  private func estimated(_ question: CostQuestion) throws -> CostEstimate {
    let currency = try currency(named: question.currency)
    let plan = question.plan
    guard !plan.model.isEmpty else { throw QuestionError.noModel }
    guard !plan.isEmpty else { throw QuestionError.nothingToPrice }
    // A check has more to say of a family, and guards must not be led around it by a name.
    _ = try model(named: plan.model, provider: plan.seller, as: .called)
    let call = try PlannedCall(plan, service: self)
    let quoter = Quoter(self)
    let quote = try quoter.quote(call.facts)
    let one = quote.applied.cost
    let bounds = try [call.lowUsage, call.highUsage].map { usage in
      var facts = call.facts
      facts.usage = usage
      return try quoter.quote(facts).applied.cost
    }
    return CostEstimate(
      call: call, quote: quote, low: one.map { min(bounds[0] ?? $0, $0) }, high: one.map { max(bounds[1] ?? $0, $0) },
      calls: question.calls, currency: currency,
      limit: try advice(call, quote, calls: question.calls, for: try limitSubject(of: plan.caller)))
  }

  private func advice(
    _ call: PlannedCall, _ quote: Quote, calls: Int64, for subject: LimitSubject
  ) throws -> CostEstimate.LimitAdvice {
    let use = PlannedUse(
      tokens: call.facts.usage.totalTokens, cost: PlannedUse.Cost(quote), calls: calls,
      isAssumed: quote.applied.kind == .fallback)
    do {
      return .checked(try LimitVerdict(use, for: subject, self))
    } catch let error where error is LedgerError || error is ZoneError {
      return .unchecked(error)
    }
  }
}
