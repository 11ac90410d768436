import CivilTime
import JSON
import Ledger
import MCP

/// Who asks: whose usage is seen and recorded, and what of the rest is told.
///
/// The ledger itself holds every question and record to ``onlyUser``; here stands what a caller is told.
package struct Identity: Sendable {
  /// The only user whose usage is seen and recorded; nil for an administrator, who sees that of all.
  package let onlyUser: String?

  /// Refuses arguments that name another user, known to the ledger or not.
  ///
  /// An empty `user_id` names nobody, and neither does the word for an absent one.
  /// - Throws: ``ToolFailure``.
  func check(_ arguments: JSONObject) throws(ToolFailure) {
    guard let onlyUser, let named = arguments["user_id"]?.string, !named.isEmpty, named != Arguments.absent
    else { return }
    guard !named.hasSameScalars(as: onlyUser) else { return }
    throw ToolFailure(message: Self.refusal(onlyUser))
  }

  /// Whether the amounts of a limit may be shown: those of a limit that others' usage counts against tell of them.
  func seesAmounts(of rule: LimitRule) -> Bool {
    guard let onlyUser else { return true }
    if case .one(.user, let name) = rule.scope { return name.hasSameScalars(as: onlyUser) }
    return false
  }

  /// Returns a limit's state as it may be told.
  ///
  /// Where amounts may not be known, a sliding window is said to open when whatever it may hold has left it:
  /// the exact time would tell when others were last busy, and how much they used.
  func visible(_ state: LimitState, at now: Instant) -> LimitState {
    guard !seesAmounts(of: state.rule), let stay = state.rule.window.longestStay else { return state }
    var state = state
    state.resetsAt = now.adding(milliseconds: stay)
    state.slots = []
    state.held = []
    return state
  }

  /// What a model should know of it; nil for an administrator.
  var instruction: String? {
    onlyUser.map { " This server sees and records only the usage of \"\($0)\", whatever the arguments say." }
  }

  /// What a caller is told who names another user.
  static func refusal(_ onlyUser: String) -> String {
    "Argument `user_id`: this server sees and records only the usage of \"\(onlyUser)\". Leave `user_id` out."
  }
}
