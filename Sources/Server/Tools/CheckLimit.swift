import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Service
import Tokens

/// `check_limit`: may a call go ahead?
struct CheckLimit: LedgerTool {
  static let name = "check_limit"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    let (plan, call, quote) = try planned(arguments)
    let subject = try service.limitSubject(arguments)
    let holds = try ReservationArguments(arguments, service)
    // Whoever gets no answer keeps the reservation that was named.
    _ = try service.limitCalendar()
    // From here on the ledger may be written to; nothing of the arguments is refused any more.
    let released = try holds.release()
    // From the state that a reservation is decided on to its entry nobody else may write.
    if holds.wantsReservation { try service.ledger.beginWriting() }
    let check = try LimitCheck(service, plan: plan, for: subject)
    var answer = check.answer()
    if let reservation = try holds.reserve(plan, for: subject, allowed: !check.isDenial) {
      answer.append("reservation", Answer.reservation(reservation, check.zone))
    }
    if let released { answer.append("released", .bool(released)) }
    if let tokens = plan.tokens { answer["estimated"] = Self.estimated(tokens: tokens, plan.cost) }
    if let context = call?.context { answer.append("context", context.answer) }
    answer["limits"] = .array(check.limits())
    if let balance = check.balance() { answer.append("balance", balance) }
    let warnings =
      (quote?.warnings.map(\.sentence) ?? []) + (call?.warnings ?? []) + [call?.context?.warning].compactMap { $0 }
    if !warnings.isEmpty { answer.append("warnings", .array(warnings.map(JSONValue.string))) }
    return answer
  }

  /// The planned call, described once any part of it is, with its price where it has a size and a model.
  private func planned(_ arguments: Arguments) throws -> (PlannedUse, PlannedCall?, Quote?) {
    let given = try GivenPlan(arguments, service: service)
    guard !given.isEmpty || !given.model.isEmpty || arguments.flag(.reserve) else {
      return (PlannedUse(tokens: nil), nil, nil)
    }
    let call = try PlannedCall(given, service: service)
    let quote = given.model.isEmpty ? nil : try Quoter(service).quote(call.facts)
    let plan = PlannedUse(
      tokens: call.facts.usage.totalTokens, cost: try cost(quote, of: call),
      isAssumed: quote?.applied.kind == .fallback)
    return (plan, call, given.isEmpty && call.model != nil ? nil : quote)
  }

  private func cost(_ quote: Quote?, of call: PlannedCall) throws -> PlannedUse.Cost {
    guard let quote else { return .unasked }
    let cost = PlannedUse.Cost(quote)
    guard call.facts.usage.totalTokens == 0, cost == .amount(.zero) else { return cost }
    // No tokens cost nothing on any model. Only one whose tokens are free may go past a spent budget.
    var least = call.facts
    (least.usage[.input], least.usage[.output]) = (1, 1)
    return PlannedUse.Cost(try Quoter(service).quote(least)) == .amount(.zero) ? cost : .unasked
  }

  private static func estimated(tokens: Int64, _ cost: PlannedUse.Cost) -> JSONValue {
    var estimated: JSONObject = ["tokens": Answer.integer(tokens)]
    switch cost {
    case .unasked: break
    case .unpriced: estimated.append("cost", .object(Answer.ownCost(nil)))
    case .amount(let amount): estimated.append("cost", .object(Answer.ownCost(amount)))
    }
    return .object(estimated)
  }
}

extension PlannedUse.Cost {
  /// What a quote says of one call.
  init(_ quote: Quote) {
    self = quote.applied.cost.map { .amount($0) } ?? .unpriced
  }
}

/// A decision by the configured limits and the user's balance, and what it rests on.
struct LimitCheck {
  private let service: LedgerService
  /// How much of the limits is used.
  let states: [LimitState]
  private let account: AccountState?
  private let plan: PlannedUse
  /// The zone of limits.
  let zone: Zone
  private let now: Instant
  private let decision: LimitDecision

  init(_ service: LedgerService, plan: PlannedUse, for subject: LimitSubject) throws {
    self.service = service
    self.plan = plan
    states = try service.limitStates(for: subject)
    account = try subject[.user].flatMap { user in
      try service.ledger.accountState(ofUser: user)
    }
    zone = try service.limitCalendar().zone
    now = states.isEmpty && account == nil ? service.now() : try service.ledgerTime()
    decision = LimitDecision(
      states, plan: plan, settings: service.settings.limits, now: now, account: account)
  }

  /// Whether the call may not go ahead.
  var isDenial: Bool { decision.verdict == .deny }

  /// Decision and reason, with the code and the wait of a denial.
  func answer() -> JSONObject {
    var answer: JSONObject = ["decision": .string(decision.verdict.rawValue)]
    if let code = decision.code { answer.append("code", .string(code.rawValue)) }
    answer.append(
      "reason", .string(sentences.reason(of: decision, states: states, account: account)))
    if let retryAt = decision.retryAt {
      // Up, so that whoever waits so long finds the window open.
      let wait = (retryAt.milliseconds - now.milliseconds + 999) / 1_000
      answer.append("retry_after_seconds", Answer.integer(max(1, wait)))
    }
    return answer
  }

  private var sentences: LimitSentences {
    LimitSentences(identity: service.identity, plan: plan, zone: zone)
  }

  /// What is left in the user's account, reserved or not; nil for a user without one.
  func balance() -> JSONValue? {
    account.map(Answer.balance)
  }

  /// Every limit as it is.
  func limits() -> [JSONValue] {
    states.map { Answer.limit($0, service.settings.limits, zone, for: service.identity) }
  }
}
