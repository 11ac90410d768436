package import CivilTime
package import Pricing

/// What a caller means to use.
package struct PlannedUse: Sendable, Hashable {
  /// What is known about the cost of a planned call.
  package enum Cost: Sendable, Hashable {
    /// No model was named, or no tokens of one whose tokens cost something.
    case unasked
    /// The model has no known price.
    case unpriced
    /// What one call costs.
    case amount(Money)
  }

  /// Tokens of one planned call; nil when no call is described.
  package var tokens: Int64?
  /// The cost of one planned call.
  package var cost: Cost
  /// How many such calls are planned.
  package var calls: Int64
  /// Whether the cost is by the price of another model, as nobody knows that of this one.
  package var isAssumed: Bool

  /// Creates a plan; without tokens only room for one more request is asked for.
  package init(tokens: Int64?, cost: Cost = .unasked, calls: Int64 = 1, isAssumed: Bool = false) {
    self.tokens = tokens
    self.cost = cost
    self.calls = calls
    self.isAssumed = isAssumed
  }

  /// Returns how much the plan adds to a limit, in the unit of its metric; nil where that is not known.
  package func amount(under rule: LimitRule) -> Int128? {
    guard let tokens else { return nil }
    let times = rule.window == .request ? 1 : Int128(calls)
    switch rule.metric {
    case .tokens: return Int128(tokens) * times
    case .requests: return times
    case .cost:
      guard case .amount(let money) = cost else { return nil }
      return money.picodollars * times
    }
  }

  /// Whether a limit cannot tell if the plan would pass it, as nobody knows its price.
  package func isUnpriced(under rule: LimitRule) -> Bool {
    rule.metric == .cost && tokens != nil && cost == .unpriced
  }

  /// Whether a limit on cost has to rely on the price of another model.
  func isAssumed(under rule: LimitRule) -> Bool { rule.metric == .cost && tokens != nil && isAssumed }

  /// Whether the plan costs nothing, so that no budget stops it.
  func isFree(under rule: LimitRule) -> Bool { rule.metric == .cost && cost == .amount(.zero) }
}

/// Whether a planned call may go ahead.
package struct LimitDecision: Sendable, Hashable {
  /// The answer.
  package enum Verdict: String, Sendable {
    case allow
    case warn
    case deny
  }

  /// Why a call is denied, for programs.
  package enum Code: String, Sendable {
    /// The user's balance does not cover the call; wins over the others.
    case insufficientQuota = "insufficient_quota"
    /// A limit on a request, a calendar window or all time.
    case limitExceeded = "limit_exceeded"
    /// A window that slides: the call may come later.
    case rateLimited = "rate_limited"
  }

  /// The answer.
  package var verdict: Verdict
  /// The limits that deny, or that warn, in the order of the rules.
  package var causes: [LimitState]
  /// What the user's account says; nil for a user without one.
  package var account: AccountState.Verdict?
  /// Until when to wait; nil when waiting cannot help, and unless denied.
  package var retryAt: Instant?

  /// Why a call is denied; nil unless it is.
  package var code: Code? {
    guard verdict == .deny else { return nil }
    if account == .notCovered { return .insufficientQuota }
    return causes.contains { !$0.rule.window.slides } ? .limitExceeded : .rateLimited
  }

  /// Decides on `plan` by limits in these `states`, and by the account of the user who has one.
  ///
  /// A limit denies when the plan would pass it, or, without a plan, once it is used up; one with the action
  /// `warn` never denies. A plan without a known price, or by that of another model, is warned of, and one that costs
  /// nothing goes ahead.
  package init(
    _ states: [LimitState], plan: PlannedUse, settings: LimitSettings, now: Instant, account: AccountState? = nil
  ) {
    self.account = account?.verdict(on: plan)
    let denying = states.filter { $0.rule.action == .block && Self.isPassed($0, plan) }
    guard denying.isEmpty, self.account != .notCovered else {
      verdict = .deny
      causes = denying
      retryAt = Self.retryTime(denying, account, plan, now)
      return
    }
    causes = states.filter {
      $0.level(planning: plan.amount(under: $0.rule) ?? 0, settings) > .ok || plan.isUnpriced(under: $0.rule)
        || plan.isAssumed(under: $0.rule)
    }
    let isSure = self.account != .unpriced && (account == nil || !plan.isAssumed)
    verdict = causes.isEmpty && isSure ? .allow : .warn
    retryAt = nil
  }

  private static func isPassed(_ state: LimitState, _ plan: PlannedUse) -> Bool {
    if plan.isUnpriced(under: state.rule) || plan.isFree(under: state.rule) { return false }
    guard let planned = plan.amount(under: state.rule) else { return state.taken >= state.rule.limit }
    return state.taken + planned > state.rule.limit
  }

  /// The latest of the times at which each denying limit, and the account, lets go; none if one never does.
  private static func retryTime(
    _ denying: [LimitState], _ account: AccountState?, _ plan: PlannedUse, _ now: Instant
  ) -> Instant? {
    var latest = now
    if let account, account.verdict(on: plan) == .notCovered {
      guard let time = account.whenCovered(plan, now: now) else { return nil }
      latest = time
    }
    for state in denying {
      guard let time = state.whenFits(max(1, plan.amount(under: state.rule) ?? 1), now: now) else { return nil }
      latest = max(latest, time)
    }
    return latest
  }
}
