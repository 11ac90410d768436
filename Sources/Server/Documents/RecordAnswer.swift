import JSON
import Ledger
import Pricing
import Service

/// What `record_usage` says of a call that it has entered: what it costs, and with details why.
struct RecordAnswer {
  /// What was entered.
  let receipt: RecordReceipt
  /// Whether everything that tells where a cost comes from was asked for.
  let hasDetails: Bool
  /// The totals of the session of the last call, which details tell.
  let session: Totals?

  /// One call by itself, or several as `records` with the sum of their costs.
  var object: JSONObject {
    let entries = receipt.entries
    var object = entries.count == 1 ? entries[0].object(details: hasDetails) : list
    if let session { object.append("session", Self.session(session)) }
    return object
  }

  private var list: JSONObject {
    [
      "records": .array(receipt.entries.map { .object($0.object(details: hasDetails)) }),
      "cost": .object(Answer.ownCost(receipt.cost)),
    ]
  }

  private static func session(_ totals: Totals) -> JSONValue {
    [
      "requests": Answer.integer(totals.requests), "tokens": Answer.tokens(totals.tokens),
      "cost": .object(Answer.cost(of: totals)),
    ]
  }
}

extension RecordedEntry {
  /// The call by its id with its cost, or with everything that tells where the cost comes from.
  func object(details: Bool) -> JSONObject {
    details ? detailed(id: record.id, cost: RecordDocument.cost(record.price)) : short
  }

  /// The call as one of a list: under an id, with a cost to which `details` add its lines.
  func object(details: Bool, id: RecordID, cost: JSONObject) -> JSONObject {
    guard !details else { return detailed(id: id, cost: cost) }
    return ["id": .string(id.description), "created": .bool(call.isNew), "cost": .object(cost)]
  }

  /// The call by its id with its cost, as JSON.
  var json: [UInt8] {
    var writer = JSONWriter(capacity: 256)
    // None of these texts holds what would have to be escaped.
    writer.raw("{\"id\":\"")
    writer.raw(call.record.id.description.utf8)
    writer.raw(call.isNew ? "\",\"created\":true" : "\",\"created\":false")
    writer.raw(",\"cost\":{")
    if let amount = call.record.price.cost {
      writer.raw("\"amount\":")
      writer.raw(amount.decimal.utf8)
      writer.raw(",")
    }
    writer.raw("\"currency\":\"")
    writer.raw(AnswerCurrency.dollars.code.utf8)
    writer.raw("\",\"kind\":\"")
    writer.raw(call.record.price.kind.name.utf8)
    writer.raw("\"}}")
    return writer.bytes
  }

  /// What ``json`` says.
  private var short: JSONObject {
    do {
      guard let object = try JSONParser.parse(json).object else { preconditionFailure("the answer is no object") }
      return object
    } catch {
      preconditionFailure("the answer is no JSON: \(error)")
    }
  }

  private func detailed(id: RecordID, cost: JSONObject) -> JSONObject {
    var object: JSONObject = ["id": .string(id.description), "created": .bool(call.isNew)]
    object.append("model", .string(record.facts.model))
    if !record.price.pricedAs.isEmpty { object.append("priced_as", .string(record.price.pricedAs)) }
    if !record.price.provider.isEmpty { object.append("provider", .string(record.price.provider)) }
    object.append("tokens", Answer.tokens(TokenTotals(record.facts.usage)))
    var cost = cost
    if let lines = lineList { cost.append("lines", lines) }
    object.append("cost", .object(cost))
    return object
  }

  /// What adds up to the amount: the catalog's lines, or the provider's bill as one; nil where there is none.
  private var lineList: JSONValue? {
    if record.price.kind == .reported, let amount = record.price.cost {
      return [["unit": "reported", "quantity": 1, "price_each": Answer.money(amount), "amount": Answer.money(amount)]]
    }
    return lines.isEmpty ? nil : Answer.lines(lines)
  }
}
