import CivilTime
import Ledger

/// What a decision about limits says to a reader.
enum LimitSentences {
  /// Returns the reason of a decision in words.
  static func reason(of decision: LimitDecision, plan: PlannedUse, states: [LimitState], zone: Zone) -> String {
    switch decision.verdict {
    case .allow:
      return states.isEmpty
        ? "No limits are configured." : "Within \(states.count == 1 ? "the limit" : "all \(states.count) limits")."
    case .warn:
      return decision.causes.map { nearing($0, plan: plan) }.joined(separator: " ")
    case .deny:
      return decision.causes.map { passing($0, plan: plan, zone: zone) }.joined(separator: " ")
    }
  }

  private static func nearing(_ state: LimitState, plan: PlannedUse) -> String {
    "\(name(state)): \(used(state)) used"
      + (planned(state, plan).map { ", \($0) planned" } ?? "") + "; \(Grouped.text(state.remaining)) left."
  }

  private static func passing(_ state: LimitState, plan: PlannedUse, zone: Zone) -> String {
    let plan = planned(state, plan).map { "; the planned \($0) would pass it" } ?? ""
    let reset =
      state.rule.window.slides
      ? "The window slides with the clock." : "It resets at \(state.resetsAt.rfc3339(in: zone))."
    return "\(name(state)): \(used(state)) used\(plan). \(reset)"
  }

  private static func name(_ state: LimitState) -> String {
    "\(state.rule.id) (\(state.rule.metric.rawValue) per \(state.rule.window.rawValue))"
  }

  private static func used(_ state: LimitState) -> String {
    "\(Grouped.text(state.used)) of \(Grouped.text(state.rule.limit))"
  }

  private static func planned(_ state: LimitState, _ plan: PlannedUse) -> String? {
    guard let tokens = plan.tokens else { return nil }
    return state.rule.metric == .tokens ? "\(Grouped.text(tokens)) tokens" : "request"
  }
}
