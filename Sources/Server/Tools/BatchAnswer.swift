import JSON
import Ledger
import Pricing
import Service

/// The answer to several calls recorded at once.
struct BatchAnswer {
  /// What was entered of each call, in order.
  let calls: [UsageEntry.Entered]
  /// Whether everything that tells where a cost comes from was asked for.
  let hasDetails: Bool

  /// Each call, and what all of them cost.
  var object: JSONObject {
    [
      "records": .array(calls.map { .object(record($0)) }),
      "cost": .object(RecordAnswer.cost(calls.flatMap(\.entries))),
    ]
  }

  /// A call by the record of its answer, with the cost of all that its body holds.
  private func record(_ call: UsageEntry.Entered) -> JSONObject {
    guard let first = call.entries.first else { preconditionFailure("a draft holds at least one call") }
    var record = first.object(details: hasDetails)
    record["id"] = .string(final(first.record.id).description)
    var cost = record["cost"]?.object ?? JSONObject()
    if call.entries.count > 1 { cost["amount"] = RecordAnswer.cost(call.entries)["amount"] }
    cost["currency"] = nil
    if cost["kind"] == .string(CostKind.catalog.name) { cost["kind"] = nil }
    record["cost"] = .object(cost)
    return record
  }

  /// The record that a call is part of in the end: a later one of the list may have shown that two are the same.
  private func final(_ id: RecordID) -> RecordID {
    calls.flatMap(\.entries).reduce(id) { $1.call.absorbed.contains($0) ? $1.record.id : $0 }
  }

  /// Each warning once, with the calls that it is about.
  var warnings: [String] {
    var texts: [String] = []
    var places: [String: [Int]] = [:]
    for (index, call) in calls.enumerated() {
      for text in call.warnings + call.entries.flatMap(\.warnings) {
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
