package import CivilTime
package import JSON
import Ledger
import Pricing
package import Service

/// Corrections as JSON.
package enum AdjustmentDocument {
  /// A record and its corrections, and whether one was entered.
  package static func object(_ receipt: AdjustmentReceipt, _ zone: Zone) -> JSONObject {
    var object = object(receipt.record, zone)
    object.append("adjusted", .bool(receipt.isEntered))
    return object
  }

  /// A record as it was entered and as it counts; of an archived one its corrections.
  package static func object(_ adjusted: AdjustedRecord, _ zone: Zone) -> JSONObject {
    guard let record = adjusted.record else {
      return [
        "id": .string(adjusted.id.description), "archived": true, "adjustments": list(adjusted.adjustments, zone),
      ]
    }
    var object = RecordDocument.row(record, zone, counted: adjusted.counted, adjustments: adjusted.adjustments)
    object["cost"] = .object(RecordDocument.cost(record.price, details: false))
    return object
  }

  /// When, by whom and why, and each figure before and after.
  static func list(_ adjustments: [Adjustment], _ zone: Zone) -> JSONValue {
    .array(adjustments.map { .object(object($0, zone)) })
  }

  /// What a record counts with its corrections.
  static func corrected(_ totals: Totals, in currency: AnswerCurrency) -> JSONValue {
    ["tokens": Answer.tokens(totals.tokens), "cost": .object(Answer.cost(of: totals, in: currency))]
  }

  private static func object(_ adjustment: Adjustment, _ zone: Zone) -> JSONObject {
    var changes = JSONObject()
    for change in adjustment.changes {
      let (from, to) = (change.figure.decimal(of: change.before), change.figure.decimal(of: change.after))
      changes.append(change.figure.name, ["from": Answer.decimal(from), "to": Answer.decimal(to)])
    }
    return [
      "at": Answer.time(adjustment.enteredAt, zone), "by": .string(adjustment.enteredBy),
      "reason": .string(adjustment.reason), "changes": .object(changes),
    ]
  }
}
