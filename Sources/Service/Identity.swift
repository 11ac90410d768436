package import CivilTime
import JSON
package import Ledger

/// Who asks: whose usage is seen and recorded, and what of the rest is told.
///
/// The ledger itself holds every question and record to ``onlyUser``; here is what a caller is told.
package struct Identity: Sendable {
  /// The only user whose usage is seen and recorded; nil for an administrator, who sees that of all.
  package let onlyUser: String?

  /// Refuses a question about another user, known to the ledger or not; nil names nobody.
  ///
  /// - Throws: ``LedgerError/otherUser(only:)``.
  package func check(_ user: String?) throws(LedgerError) {
    guard let onlyUser, let user, !user.hasSameScalars(as: onlyUser) else { return }
    throw .otherUser(only: onlyUser)
  }

  /// Whether the amounts of a limit may be shown: those of a limit that others' usage counts against reveal it.
  package func seesAmounts(of rule: LimitRule) -> Bool {
    guard let onlyUser else { return true }
    if case .one(.user, let name) = rule.scope { return name.hasSameScalars(as: onlyUser) }
    return false
  }

  /// Returns a limit's state as it may be told.
  ///
  /// Where amounts may not be known, a sliding window is said to open when whatever it may hold has left it:
  /// the exact time would tell when others were last busy, and how much they used.
  package func visible(_ state: LimitState, at now: Instant) -> LimitState {
    guard !seesAmounts(of: state.rule), let stay = state.rule.window.longestStay else { return state }
    var state = state
    state.resetsAt = now.adding(milliseconds: stay)
    state.slots = []
    state.held = []
    return state
  }
}
