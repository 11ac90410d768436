import JSON
import Ledger
import Pricing
import Service

/// What `record_usage` says of the calls that it has entered: what each costs, and with details why.
struct RecordAnswer {
  /// The calls in the order of the arguments; at least one.
  let entries: [RecordedEntry]
  /// Whether everything that tells where a cost comes from was asked for.
  let hasDetails: Bool
  /// The totals of the session of the last call, which details tell.
  let session: Totals?

  /// One call by itself, or several as `records` with the sum of their costs.
  var object: JSONObject {
    var object = entries.count == 1 ? entries[0].object(details: hasDetails) : list
    if let session { object.append("session", Self.session(session)) }
    return object
  }

  private var list: JSONObject {
    [
      "records": .array(entries.map { .object($0.object(details: hasDetails)) }), "cost": .object(Self.cost(entries)),
    ]
  }

  /// What the records add up to, each once and as it is after its last report; an archived one counted before.
  static func cost(_ entries: [RecordedEntry]) -> JSONObject {
    var amounts: [RecordID: Money?] = [:]
    for entry in entries {
      for id in entry.call.absorbed { amounts[id] = nil }
      if !entry.call.isArchived { amounts[entry.record.id] = .some(entry.record.price.cost) }
    }
    let known = amounts.values.compactMap(\.self)
    return Answer.ownCost(known.isEmpty ? nil : known.reduce(.zero, +))
  }

  private static func session(_ totals: Totals) -> JSONValue {
    [
      "requests": Answer.integer(totals.requests), "tokens": Answer.tokens(totals.tokens),
      "cost": .object(Answer.cost(of: totals)),
    ]
  }
}

/// One call as it now is in the ledger, with its account.
struct RecordedEntry {
  /// What the ledger has made of the report.
  let call: RecordedCall
  /// The account of the record's price.
  let quote: Quote?
  /// The model that was reported.
  let given: String

  /// The call's record.
  var record: StoredRecord { call.record }

  /// The call by its id with its cost, or with everything that tells where the cost comes from.
  func object(details: Bool) -> JSONObject {
    guard details else { return short }
    var object: JSONObject = ["id": .string(record.id.description), "created": .bool(call.isNew)]
    object.append("model", .string(record.facts.model))
    if !record.price.pricedAs.isEmpty { object.append("priced_as", .string(record.price.pricedAs)) }
    if !record.price.provider.isEmpty { object.append("provider", .string(record.price.provider)) }
    object.append("tokens", Answer.tokens(TokenTotals(record.facts.usage)))
    var cost = RecordDocument.cost(record.price)
    if let lines { cost.append("lines", lines) }
    object.append("cost", .object(cost))
    return object
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

  /// What adds up to the amount: the catalog's lines, or the provider's bill as one; nil where there is none.
  private var lines: JSONValue? {
    if record.price.kind == .reported, let amount = record.price.cost {
      return [["unit": "reported", "quantity": 1, "price_each": Answer.money(amount), "amount": Answer.money(amount)]]
    }
    guard let quote, quote.applied.cost == record.price.cost, !quote.lines.isEmpty else { return nil }
    return Answer.lines(quote.lines)
  }

  private static let archived =
    "This call was recorded before, and its record is archived: it counts as it was then, and this report was not counted."

  /// Whether there is anything that the caller should look at.
  var hasWarnings: Bool { quote?.warnings.isEmpty == false || !call.otherModels.isEmpty || call.isArchived }

  /// What the caller should look at.
  var warnings: [String] {
    let others = call.otherModels.map {
      "This id was recorded before for model \"\($0)\" and now for \"\(given)\"; it counts as one call. Use a new request_id for each call."
    }
    return (quote?.warnings ?? []) + others + (call.isArchived ? [Self.archived] : [])
  }
}
