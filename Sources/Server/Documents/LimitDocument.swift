package import JSON
import Ledger
package import Service

/// What limits say of a planned call, as JSON.
package struct LimitDocument {
  private let verdict: LimitVerdict

  /// Creates the document of a verdict.
  package init(_ verdict: LimitVerdict) { self.verdict = verdict }

  /// The answer of `check_limit`.
  package var object: JSONObject {
    var object = decision
    if let reservation = verdict.reservation { object.append("reservation", held(reservation)) }
    if let released = verdict.released { object.append("released", .bool(released)) }
    if let tokens = verdict.plan.tokens { object.append("estimated", Self.estimated(tokens, verdict.plan.cost)) }
    if let context = verdict.context { object.append("context", Answer.context(context)) }
    object.append("limits", limits)
    if let balance { object.append("balance", balance) }
    Answer.append(verdict.warnings.map(\.sentence), to: &object)
    return object
  }

  /// Decision and reason, with the code and the wait of a denial.
  var decision: JSONObject {
    var object: JSONObject = ["decision": .string(verdict.decision.verdict.rawValue)]
    if let code = verdict.decision.code { object.append("code", .string(code.rawValue)) }
    object.append("reason", .string(verdict.reason))
    if let seconds = verdict.retryAfterSeconds { object.append("retry_after_seconds", Answer.integer(seconds)) }
    return object
  }

  /// Every limit as it is.
  var limits: JSONValue { .array(verdict.limits.map { Answer.limit($0, verdict.zone) }) }

  /// What is left in the user's account, reserved or not; nil for a user without one.
  var balance: JSONValue? { verdict.account.map(Answer.balance) }

  private func held(_ reservation: Reservation) -> JSONValue {
    [
      "id": .string(reservation.id.description), "expires_at": Answer.time(reservation.expiresAt, verdict.zone),
    ]
  }

  private static func estimated(_ tokens: Int64, _ cost: PlannedUse.Cost) -> JSONValue {
    var estimated: JSONObject = ["tokens": Answer.integer(tokens)]
    switch cost {
    case .unasked: break
    case .unpriced: estimated.append("cost", .object(Answer.ownCost(nil)))
    case .amount(let amount): estimated.append("cost", .object(Answer.ownCost(amount)))
    }
    return .object(estimated)
  }
}
