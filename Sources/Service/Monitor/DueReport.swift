import CivilTime
package import Ledger

/// A limit of which so much is used that a report is due.
package struct DueReport: Sendable, Hashable {
  /// How much of the limit is used.
  package let state: LimitState
  /// How much of it the report is for, in hundredths of a percent.
  package let basisPoints: Int64
  private let step: Int64

  /// Returns the report that is due; nil for a limit of which too little is used, and for windows so short that a
  /// report would come too late.
  package init?(_ state: LimitState, every share: Int64) {
    guard state.rule.window != .request, !state.rule.window.slides, state.rule.limit > 0 else { return nil }
    step = Int64(clamping: state.used * 10_000 / state.rule.limit) / share
    guard step > 0 else { return nil }
    basisPoints = step * share
    self.state = state
  }

  /// What makes it be written once.
  package var mark: LimitMark {
    LimitMark(kind: .report, limit: "\(state.rule.id) \(state.rule.scope.text)", window: state.fixedWindow, step: step)
  }

  /// The limit's window, from its beginning or, by quarter hours, from where it began again.
  func period(_ calendar: LedgerCalendar, _ now: Instant) -> Period {
    let quarter = state.reset.map { Instant(seconds: $0.seconds - ($0.seconds % 900 + 900) % 900) }
    switch state.rule.window {
    case .day: return Period(since: quarter ?? calendar.start(of: .day, containing: now), until: state.resetsAt)
    case .week: return Period(since: quarter ?? calendar.start(of: .week, containing: now), until: state.resetsAt)
    case .month: return Period(since: quarter ?? calendar.start(of: .month, containing: now), until: state.resetsAt)
    case .total, .request, .minute, .hour: return Period(since: quarter, until: nil)
    }
  }
}
