package import CivilTime
import JSON
package import Ledger
import Service

/// A limit whose level has risen, told once for each of its windows.
package struct Alert: Sendable {
  /// Where the limit stands; what planned calls hold is left out, as it may never be used.
  package let state: LimitState
  /// The level that was reached.
  package let level: LimitLevel

  /// Returns the alert of a limit that is near or passed; nil for any other.
  ///
  /// A limit on single requests is never filled, and makes none.
  init?(_ state: LimitState, _ settings: LimitSettings) {
    guard state.rule.window != .request else { return nil }
    var state = state
    state.held = []
    self.state = state
    level = state.level(settings)
    guard level > .ok else { return nil }
  }

  /// What makes it be told once.
  var mark: LimitMark {
    let rule = state.rule
    let window = rule.window.longestStay.map { LimitMark.Window.sliding($0) } ?? state.fixedWindow
    return LimitMark(
      kind: .alert, limit: "\(rule.id) \(rule.scope.text)", window: window, step: level.step)
  }

  /// What it says to people who may know amounts.
  package func text(in zone: Zone) -> String {
    let metric = state.rule.metric
    let used = LimitSentences.amount(state.used, of: metric)
    let limit = LimitSentences.amount(state.rule.limit, of: metric)
    return "\(headline): \(used) of \(limit) used.\(reset(in: zone))"
  }

  /// What it says to those who may not.
  var headline: String {
    let rule = state.rule
    let scope = rule.scope == .all ? "" : ", \(rule.scope.text)"
    let name = "\(rule.id) (\(LimitSentences.span(rule))\(scope))"
    switch level {
    case .exceeded: return "\(name) is used up"
    case .alert: return "\(name) is nearly used up"
    case .warning, .ok: return "\(name) is filling up"
    }
  }

  private func reset(in zone: Zone) -> String {
    guard !state.rule.window.slides, let time = state.resetsAt else { return "" }
    return " It resets at \(time.rfc3339(in: zone))."
  }
}

extension LimitLevel {
  /// Higher levels are higher steps.
  fileprivate var step: Int64 {
    switch self {
    case .ok: 0
    case .warning: 1
    case .alert: 2
    case .exceeded: 3
    }
  }
}

extension LimitState {
  /// What tells a window with a beginning and an end from its others; one that began anew is another.
  var fixedWindow: LimitMark.Window {
    .fixed((resetsAt?.milliseconds ?? 0) &+ (reset?.milliseconds ?? 0))
  }
}
