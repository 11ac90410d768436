import CivilTime
import JSON
import Ledger
import Pricing
import Service

/// A correction as JSON.
enum AdjustmentDocument {
  /// When, by whom and why, and each figure before and after.
  static func object(_ adjustment: Adjustment, _ zone: Zone) -> JSONObject {
    var changes = JSONObject()
    for change in adjustment.changes {
      changes.append(
        change.figure.name, ["from": figure(change.before, change.figure), "to": figure(change.after, change.figure)])
    }
    return [
      "at": Answer.time(adjustment.enteredAt, zone), "by": .string(adjustment.enteredBy),
      "reason": .string(adjustment.reason), "changes": .object(changes),
    ]
  }

  /// What a record counts with its corrections.
  static func corrected(_ totals: Totals, in currency: AnswerCurrency) -> JSONValue {
    ["tokens": Answer.tokens(totals.tokens), "cost": .object(Answer.cost(of: totals, in: currency))]
  }

  private static func figure(_ value: Int64, _ figure: AdjustedFigure) -> JSONValue {
    figure == .cost ? Answer.money(Money(picodollars: Int128(value))) : Answer.integer(value)
  }
}
