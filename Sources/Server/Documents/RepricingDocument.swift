package import JSON
import Pricing
package import Service

extension RepricingReport {
  /// What changes, in all and by model, as JSON.
  package var document: JSONObject {
    var document = whole.document
    document["applied"] = .bool(isApplied)
    document["models"] = .array(
      models.map { model, difference in
        var row: JSONObject = ["model": .string(model)]
        for (key, value) in difference.document { row.append(key, value) }
        return .object(row)
      })
    return document
  }
}

extension RepricingReport.Difference {
  fileprivate var document: JSONObject {
    [
      "records": Answer.integer(records), "before": Answer.money(before), "after": Answer.money(after),
      "difference": Answer.money(amount), "unpriced_before": Answer.integer(unpricedBefore),
      "unpriced_after": Answer.integer(unpricedAfter), "currency": "USD",
    ]
  }
}
