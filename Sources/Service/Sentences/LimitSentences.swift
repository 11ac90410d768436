import CivilTime
import Ledger

/// What a decision about limits says to a reader.
struct LimitSentences {
  /// Who reads; amounts that may not be known are left out.
  let identity: Identity
  /// What is planned.
  let plan: PlannedUse
  /// The zone in which times are written.
  let zone: Zone

  /// Returns the reason of a decision in words.
  func reason(of decision: LimitDecision, states: [LimitState]) -> String {
    switch decision.verdict {
    case .allow:
      return states.isEmpty
        ? "No limits are configured." : "Within \(states.count == 1 ? "the limit" : "all \(states.count) limits")."
    case .warn: return decision.causes.map(nearing).joined(separator: " ")
    case .deny: return decision.causes.map(passing).joined(separator: " ")
    }
  }

  private func nearing(_ state: LimitState) -> String {
    guard identity.seesAmounts(of: state.rule) else { return "\(name(state)) is nearly used up." }
    let plan = planned(state).map { ", \($0) planned" } ?? ""
    return "\(name(state)): \(used(state)) used\(plan); \(Grouped.text(state.remaining)) left."
  }

  private func passing(_ state: LimitState) -> String {
    let reset =
      state.rule.window.slides
      ? "The window slides with the clock." : "It resets at \(state.resetsAt.rfc3339(in: zone))."
    guard identity.seesAmounts(of: state.rule) else {
      return "\(name(state)) leaves no room\(plan.tokens == nil ? "" : " for this call"). \(reset)"
    }
    let plan = planned(state).map { "; the planned \($0) would pass it" } ?? ""
    return "\(name(state)): \(used(state)) used\(plan). \(reset)"
  }

  private func name(_ state: LimitState) -> String {
    "\(state.rule.id) (\(state.rule.metric.rawValue) per \(state.rule.window.rawValue))"
  }

  private func used(_ state: LimitState) -> String {
    "\(Grouped.text(state.used)) of \(Grouped.text(state.rule.limit))"
  }

  private func planned(_ state: LimitState) -> String? {
    guard let tokens = plan.tokens else { return nil }
    return state.rule.metric == .tokens ? "\(Grouped.text(tokens)) tokens" : "request"
  }
}
