import JSON
import Ledger
import Service

/// The answer to several calls recorded at once.
struct BatchAnswer {
  /// What was entered of each call, in order.
  let batch: BatchReceipt
  /// Whether everything that tells where a cost comes from was asked for.
  let hasDetails: Bool

  /// Each call, and what all of them cost.
  var object: JSONObject {
    [
      "records": .array(batch.receipts.map { .object(record($0)) }),
      "cost": .object(Answer.ownCost(batch.cost)),
    ]
  }

  /// A call by the record of its answer, with the cost of all that its body holds.
  private func record(_ call: RecordReceipt) -> JSONObject {
    guard let first = call.entries.first else { preconditionFailure("a draft holds at least one call") }
    let amount = call.entries.count > 1 ? call.cost : first.record.price.cost
    let cost = RecordDocument.cost(first.record.price, of: amount, details: hasDetails)
    return first.object(details: hasDetails, id: batch.finalID(of: first), cost: cost)
  }

  /// Each warning once, with the calls that it is about.
  var warnings: [String] {
    var texts: [String] = []
    var places: [String: [Int]] = [:]
    for (index, call) in batch.receipts.enumerated() {
      for text in call.warnings.map(\.sentence) {
        if places[text] == nil { texts.append(text) }
        if places[text]?.last != index { places[text, default: []].append(index) }
      }
    }
    return texts.map { "\(Self.named(places[$0] ?? [])): \($0)" }
  }

  /// Names the first calls at these places, and counts the others.
  private static func named(_ places: [Int]) -> String {
    let shown = places.prefix(3).map { "calls.\($0)" }.joined(separator: ", ")
    return places.count > 3 ? "\(shown) and \(places.count - 3) more" : shown
  }
}
