package import CivilTime

/// What a caller means to use.
package struct PlannedUse: Sendable, Hashable {
  /// Tokens of the planned call; nil when no call is described.
  package var tokens: Int64?

  /// Creates a plan; without tokens only room for one more request is asked for.
  package init(tokens: Int64?) { self.tokens = tokens }

  /// How much the plan adds to a limit on `metric`.
  func amount(of metric: LimitMetric) -> Int64 {
    switch metric {
    case .tokens: tokens ?? 0
    case .requests: tokens == nil ? 0 : 1
    }
  }
}

/// Whether a planned call may go ahead.
package struct LimitDecision: Sendable, Hashable {
  /// The answer.
  package enum Verdict: String, Sendable {
    case allow
    case warn
    case deny
  }

  /// The answer.
  package var verdict: Verdict
  /// The limits that deny, or that warn, in the order of the rules.
  package var causes: [LimitState]
  /// Until when to wait; nil when waiting cannot help, and unless denied.
  package var retryAt: Instant?

  /// Decides on `plan` by limits that stand as in `states`.
  ///
  /// A limit denies when the plan would pass it, or, without a plan, once it is used up.
  package init(_ states: [LimitState], plan: PlannedUse, settings: LimitSettings, now: Instant) {
    let denying = states.filter { Self.denies($0, plan) }
    guard denying.isEmpty else {
      verdict = .deny
      causes = denying
      retryAt = Self.retryTime(denying, plan, now)
      return
    }
    causes = states.filter { $0.level(planning: plan.amount(of: $0.rule.metric), settings) > .ok }
    verdict = causes.isEmpty ? .allow : .warn
    retryAt = nil
  }

  private static func denies(_ state: LimitState, _ plan: PlannedUse) -> Bool {
    guard plan.tokens != nil else { return state.used >= state.rule.limit }
    return state.used + plan.amount(of: state.rule.metric) > state.rule.limit
  }

  /// The latest of the times at which each denying limit lets go; none if one never does.
  private static func retryTime(_ denying: [LimitState], _ plan: PlannedUse, _ now: Instant) -> Instant? {
    var latest = now
    for state in denying {
      guard let time = state.whenFits(max(1, plan.amount(of: state.rule.metric)), now: now) else { return nil }
      latest = max(latest, time)
    }
    return latest
  }
}
