package import CivilTime
package import Ledger

/// May a call go ahead, and what is known of it?
package struct LimitQuestion: Sendable {
  /// What is said of the call; nothing asks whether there is room at all.
  package var plan = CallPlan()
  /// For how many seconds its tokens and cost are to be held; nil holds nothing.
  package var holdsForSeconds: Int64?
  /// A reservation to give back first.
  package var releases: String?

  /// For how many seconds a call is held where nothing is said.
  package static let usualSeconds: Int64 = 600

  /// Creates a question about any call.
  package init() {}
}

/// What the limits and the user's balance say of a planned call, and what that rests on.
package struct LimitVerdict: Sendable {
  /// Whether the call may go ahead.
  package let decision: LimitDecision
  /// Every limit that holds for the call, as it is without it.
  package let limits: [ToldLimit]
  /// The limits that deny, or that warn.
  package let causes: [ToldLimit]
  /// The account of the user who has one.
  package let account: AccountState?
  /// What the call is taken to use.
  package let plan: PlannedUse
  /// The zone of limits.
  package let zone: Zone
  /// How long to wait; nil when waiting cannot help, and unless denied.
  package let retryAfterSeconds: Int64?
  /// What is held for the call.
  package internal(set) var reservation: Reservation?
  /// Whether a reservation was given back; nil when that was not asked for.
  package internal(set) var released: Bool?
  /// Whether the call fits the model's window; nil where none is known.
  package internal(set) var context: ContextFit?
  /// What to know of how the call was reckoned.
  package internal(set) var warnings: [PlanWarning] = []

  /// Whether the call may not go ahead.
  package var isDenial: Bool { decision.verdict == .deny }
  /// Whether it may, with something to be told.
  package var isWarning: Bool { decision.verdict == .warn }

  /// Decides on `plan` by what the ledger now holds.
  init(_ plan: PlannedUse, for subject: LimitSubject, _ service: LedgerService) throws {
    self.plan = plan
    let states = try service.limitStates(for: subject)
    account = try subject[.user].flatMap { user in try service.ledger.accountState(ofUser: user) }
    zone = try service.limitCalendar().zone
    let now = states.isEmpty && account == nil ? service.now() : try service.ledgerTime()
    decision = LimitDecision(states, plan: plan, settings: service.settings.limits, now: now, account: account)
    let told = { ToldLimit($0, service.settings.limits, for: service.identity) }
    limits = states.map(told)
    causes = decision.causes.map(told)
    // Up, so that whoever waits so long finds the window open.
    retryAfterSeconds = decision.retryAt.map { max(1, ($0.milliseconds - now.milliseconds + 999) / 1_000) }
  }
}

extension LedgerService {
  /// Returns whether a call may go ahead, and holds or gives back what the question says.
  package func check(_ question: LimitQuestion) throws -> LimitVerdict {
    try ledger.consistently { try checked(question) }
  }

  private func checked(_ question: LimitQuestion) throws -> LimitVerdict {
    let planned = try PlannedPrice(question, service: self)
    let subject = try limitSubject(of: question.plan.caller)
    // Whoever gets no answer keeps the reservation that was named.
    _ = try limitCalendar()
    // From here on the ledger may be written to; nothing of the question is refused any more.
    let released = try question.releases.map(release)
    // From the state that a reservation is decided on to its entry nobody else may write.
    if question.holdsForSeconds != nil { try ledger.beginWriting() }
    var verdict = try LimitVerdict(planned.use, for: subject, self)
    if let seconds = question.holdsForSeconds, !verdict.isDenial {
      verdict.reservation = try ledger.reserve(planned.use.holding(for: subject), forSeconds: seconds)
    }
    verdict.released = released
    verdict.context = planned.call?.context
    verdict.warnings = planned.warnings
    return verdict
  }
}

extension PlannedUse {
  /// What a reservation of it holds.
  fileprivate func holding(for subject: LimitSubject) -> Holding {
    var holding = Holding(subject: subject, tokens: tokens ?? 0, cost: nil)
    if case .amount(let amount) = cost { holding.cost = amount }
    return holding
  }
}
