import CivilTime
package import Ledger

/// A limit whose level has risen, told once for each of its windows.
package struct Alert: Sendable {
  /// How much of the limit is used; what planned calls hold is left out, as it may never be used.
  package let state: LimitState
  /// The level that was reached.
  package let level: LimitLevel

  /// Returns the alert of a limit that is near or passed; nil for any other.
  ///
  /// A limit on single requests is never filled, and makes none.
  package init?(_ state: LimitState, _ settings: LimitSettings) {
    guard state.rule.window != .request else { return nil }
    var state = state
    state.held = []
    self.state = state
    level = state.level(settings)
    guard level > .ok else { return nil }
  }

  /// What makes it be told once.
  package var mark: LimitMark {
    let rule = state.rule
    let window = rule.window.longestStay.map { LimitMark.Window.sliding($0) } ?? state.fixedWindow
    return LimitMark(
      kind: .alert, limit: "\(rule.id) \(rule.scope.text)", window: window, step: level.step)
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
  /// What tells a window with a beginning and an end from its others; one that began again is another.
  package var fixedWindow: LimitMark.Window {
    .fixed((resetsAt?.milliseconds ?? 0) &+ (reset?.milliseconds ?? 0))
  }
}
