import CivilTime
package import Ledger
import Pricing
package import Service

extension LimitVerdict {
  /// The reason of the decision in words.
  package var reason: String { LimitSentences(verdict: self).reason }
}

/// What a decision about limits says to a reader.
package struct LimitSentences {
  fileprivate let verdict: LimitVerdict
  private var plan: PlannedUse { verdict.plan }

  /// Returns an amount in the unit of a metric: `1,000`, or `$0.25` of cost.
  package static func amount(_ amount: Int128, of metric: LimitMetric) -> String {
    metric == .cost ? "$" + Money(picodollars: amount).decimal : Grouped.text(Int64(clamping: amount))
  }

  /// Returns what a limit counts over which span, such as `tokens per day` or `cost in total`.
  package static func span(_ rule: LimitRule) -> String {
    rule.metric.rawValue + (rule.window == .total ? " in total" : " per \(rule.window.rawValue)")
  }

  /// Returns that no limit could be looked at, and why.
  static func unchecked(_ error: any Error) -> String {
    "The limits could not be checked." + ((error as? any Worded).map { " " + $0.sentence } ?? "")
  }

  /// The reason of the decision; amounts that may not be told are left out.
  fileprivate var reason: String {
    let money = verdict.account.flatMap(complaint).map { [$0] } ?? []
    switch verdict.decision.verdict {
    case .allow: return room
    case .warn:
      let assumed =
        plan.isAssumed ? ["The catalog does not know the model: the price is that of the fallback model."] : []
      return (money + verdict.causes.map(nearing) + assumed).joined(separator: " ")
    case .deny: return (money + verdict.causes.map(passing)).joined(separator: " ")
    }
  }

  private var room: String {
    let count = verdict.limits.count
    let limits = count == 0 ? nil : count == 1 ? "the limit" : "all \(count) limits"
    let parts = [limits, verdict.account == nil ? nil : "the balance"].compactMap(\.self)
    return parts.isEmpty ? "No limits are configured." : "Within \(parts.joined(separator: " and "))."
  }

  /// What an account says against a plan; nil when it covers it.
  private func complaint(of account: AccountState) -> String? {
    let covers = account.verdict(on: plan)
    guard covers != .covered else { return nil }
    let held = account.reserved.isZero ? "" : ", \(Self.dollars(account.reserved)) of it reserved"
    let left =
      "Balance of \"\(account.balance.userID)\": \(Self.dollars(account.balance.remaining)) left\(held)"
    if covers == .unpriced { return "\(left); the planned call has no known price." }
    let planned = plan.wholeCost.map { "; the planned \(Self.dollars($0)) is more" } ?? ""
    return "\(left)\(planned)."
      + (verdict.decision.retryAt != nil ? "" : " A person has to put money in: token-ledger balance add.")
  }

  private static func dollars(_ amount: Money) -> String {
    amount < .zero ? "-$\((-amount).decimal)" : "$\(amount.decimal)"
  }

  private func nearing(_ told: ToldLimit) -> String {
    let state = told.state
    let isUnpriced = plan.isUnpriced(under: state.rule)
    guard told.showsAmounts else {
      return isUnpriced
        ? "\(name(state)): the planned call has no known price." : "\(name(state)) is nearly used up."
    }
    if isUnpriced { return "\(name(state)): \(used(state)) used; the planned call has no known price." }
    let plan = planned(state).map { ", \($0) planned" } ?? ""
    return "\(name(state)): \(used(state)) used\(plan); \(Self.amount(state.remaining, of: state.rule.metric)) left."
  }

  private func passing(_ told: ToldLimit) -> String {
    let state = told.state
    let reset = reset(of: state)
    guard told.showsAmounts else {
      return "\(name(state)) leaves no room\(plan.tokens == nil ? "" : " for this call").\(reset)"
    }
    let plan = planned(state).map { "; the planned \($0) would pass it" } ?? ""
    return "\(name(state)): \(used(state)) used\(plan).\(reset)"
  }

  private func reset(of state: LimitState) -> String {
    if state.rule.window.slides { return " The window slides with the clock." }
    if let resetsAt = state.resetsAt { return " It resets at \(resetsAt.rfc3339(in: verdict.zone))." }
    return state.rule.window == .total ? " It does not reset by itself." : ""
  }

  private func name(_ state: LimitState) -> String {
    let scope = state.rule.scope == .all ? "" : ", \(state.rule.scope.text)"
    return "\(state.rule.id) (\(Self.span(state.rule))\(scope))"
  }

  private func used(_ state: LimitState) -> String {
    let metric = state.rule.metric
    let reserved = state.reserved > 0 ? " and \(Self.amount(state.reserved, of: metric)) reserved" : ""
    return "\(Self.amount(state.used, of: metric))\(reserved) of \(Self.amount(state.rule.limit, of: metric))"
  }

  private func planned(_ state: LimitState) -> String? {
    guard let planned = plan.amount(under: state.rule) else { return nil }
    let amount = Self.amount(planned, of: state.rule.metric)
    switch state.rule.metric {
    case .tokens: return "\(amount) tokens"
    case .cost: return amount
    case .requests: return planned == 1 ? "request" : "\(amount) requests"
    }
  }
}
