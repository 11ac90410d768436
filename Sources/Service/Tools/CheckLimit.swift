import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Tokens

/// `check_limit`: may a call go ahead?
struct CheckLimit: LedgerTool {
  static let name = "check_limit"
  let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  func call(_ arguments: Arguments) throws -> JSONObject {
    // No limit holds for these two; they are read for their length.
    for dimension in [Dimension.mode, .operation] { _ = try arguments.text(dimension.rawValue) }
    let prompt = try PromptText(arguments)
    let input = try prompt.map { try count($0, arguments) } ?? arguments.integer("input_tokens")
    let plan = try plan(arguments, input: input)
    let holds = ReservationArguments(arguments, service)
    let released = try holds.release()
    // From the state that a reservation is decided on to its entry nobody else may write.
    if holds.wantsReservation { try service.asking { () throws(LedgerError) in try service.ledger.beginWriting() } }
    let subject = try service.limitSubject(arguments)
    let check = try LimitCheck(service, plan: plan, for: subject)
    var answer = check.answer()
    if let reservation = try holds.reserve(plan, for: subject, allowed: !check.isDenial) {
      answer.append("reservation", Answer.reservation(reservation, check.zone))
    }
    if let released { answer.append("released", .bool(released)) }
    if let tokens = plan.tokens { answer["estimated"] = Self.estimated(tokens: tokens, plan.cost) }
    answer["limits"] = .array(check.limits())
    if let balance = check.balance() { answer.append("balance", balance) }
    return answer
  }

  /// The planned call, described once any part of it is.
  private func plan(_ arguments: Arguments, input: Int64?) throws -> PlannedUse {
    let counts = [input, try arguments.integer("max_output_tokens")]
    let isDescribed = try arguments.text("model") != nil || counts.contains { $0 != nil }
    guard isDescribed || arguments.flag("reserve") else {
      return PlannedUse(tokens: nil)
    }
    for count in counts.compactMap(\.self) where count > CountArguments.largestCount {
      throw ToolFailure(
        message: "\(count) tokens are more than one call can have; give 0 to 100,000,000,000.")
    }
    return PlannedUse(
      tokens: counts.reduce(0) { $0 + ($1 ?? 0) }, cost: try cost(arguments, input: input, output: counts[1]))
  }

  /// The tokens of a text for the model to be called.
  private func count(_ prompt: PromptText, _ arguments: Arguments) throws -> Int64 {
    let name = try arguments.text("model") ?? ""
    return try service.tokens.count(prompt.texts, model: try service.prices.resolve(name)?.id ?? name).count
  }

  private func cost(_ arguments: Arguments, input: Int64?, output: Int64?) throws -> PlannedUse.Cost {
    guard let model = try arguments.text("model"), !model.isEmpty else { return .unasked }
    let tokens = (input ?? 0, output ?? 0)
    let cost = try cost(of: model, input: tokens.0, output: tokens.1)
    guard tokens == (0, 0), cost == .amount(.zero) else { return cost }
    // No tokens cost nothing on any model. Only one whose tokens are free may go past a spent budget.
    return try self.cost(of: model, input: 1, output: 1) == .amount(.zero) ? cost : .unasked
  }

  private func cost(of model: String, input: Int64, output: Int64) throws -> PlannedUse.Cost {
    var usage = Usage()
    usage[.input] = input
    usage[.output] = output
    let facts = CallFacts(
      userID: "", source: UsageDraft.source, model: model, usage: usage, timestamp: service.now())
    return PlannedUse.Cost(try Quoter(service).quote(facts))
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
  /// Where the limits stand.
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
      try service.asking { () throws(LedgerError) in try service.ledger.accountState(ofUser: user) }
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

  /// Every limit as it stands.
  func limits() -> [JSONValue] {
    states.map { Answer.limit($0, service.settings.limits, zone, for: service.identity) }
  }
}
