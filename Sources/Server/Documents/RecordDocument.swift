import CivilTime
import JSON
import Ledger
import Pricing
import Service

/// A record as JSON, with everything that is kept of it (schemas/record.schema.json).
struct RecordDocument {
  let record: StoredRecord
  /// The names under which the call is known.
  let keys: [RecordKey]
  /// What people have corrected.
  var adjustments: [Adjustment] = []
  /// The zone in which times are written.
  let zone: Zone

  /// The whole record; what is absent or has its default is left out.
  var object: JSONObject {
    var object = Self.row(record, zone)
    object["cost"] = .object(Self.cost(record.price))
    if record.recordedAt != record.facts.timestamp {
      object.append("recorded_at", Answer.time(record.recordedAt, zone))
    }
    for (name, text) in provenance { Self.append(name, text, to: &object) }
    object.append("meters", .object(meters))
    Self.append("priced_as", record.price.pricedAs, to: &object)
    appendDetails(to: &object)
    return object
  }

  /// What a reader with little room needs of a record: its time, model, tokens, cost and dimensions, and what was
  /// said of the message.
  ///
  /// - Parameters:
  ///   - counted: What it counts with its corrections, where it has any.
  ///   - adjustments: Its corrections, in dollars.
  static func row(
    _ record: StoredRecord, _ zone: Zone, in currency: AnswerCurrency = .dollars, counted: Totals? = nil,
    adjustments: [Adjustment] = []
  ) -> JSONObject {
    let facts = record.facts
    var row: JSONObject = [
      "id": .string(record.id.description), "timestamp": Answer.time(facts.timestamp, zone),
      "model": .string(facts.model),
    ]
    append("provider", facts.provider, to: &row)
    row.append("tokens", Answer.tokens(TokenTotals(facts.usage)))
    var cost = Answer.cost(record.price.cost, in: currency)
    if record.price.kind != .catalog { cost.append("kind", .string(record.price.kind.name)) }
    row.append("cost", .object(cost))
    row.append("status", .string(word(for: facts.status)))
    for (name, text) in dimensions(facts) { append(name, text, to: &row) }
    append("message_id", facts.messageID ?? "", to: &row)
    if let duration = facts.durationMilliseconds { row.append("duration_ms", Answer.integer(duration)) }
    if !facts.toolCalls.isEmpty { row.append("tool_calls", .array(facts.toolCalls.map(JSONValue.string))) }
    if let counted { row.append("corrected", AdjustmentDocument.corrected(counted, in: currency)) }
    append(adjustments, zone, to: &row)
    return row
  }

  private static func append(_ adjustments: [Adjustment], _ zone: Zone, to object: inout JSONObject) {
    guard !adjustments.isEmpty else { return }
    object.append("adjustments", AdjustmentDocument.list(adjustments, zone))
  }

  /// The cost of one record, standing alone: its kind too, and with `details` what it rests on.
  static func cost(_ price: AppliedPrice, details: Bool = true) -> JSONObject {
    var cost = Answer.ownCost(price.cost)
    cost.append("kind", .string(price.kind.name))
    if details { appendBasis(of: price, to: &cost) }
    return cost
  }

  /// The cost of a call among others, whose answer names the currency once: its kind where it is not the catalog's,
  /// and with `details` what it rests on.
  static func cost(_ price: AppliedPrice, of amount: Money?, details: Bool) -> JSONObject {
    var cost = Answer.cost(amount)
    if price.kind != .catalog { cost.append("kind", .string(price.kind.name)) }
    if details { appendBasis(of: price, to: &cost) }
    return cost
  }

  private static func appendBasis(of price: AppliedPrice, to cost: inout JSONObject) {
    if price.kind == .reported, let amount = price.catalogCost {
      cost.append("catalog_amount", Answer.money(amount))
    }
    append("price", price.row, to: &cost)
  }

  private static func dimensions(_ facts: CallFacts) -> [(String, String)] {
    [
      ("user_id", facts.userID), ("session_id", facts.sessionID), ("project_id", facts.projectID),
      ("agent", facts.agent), ("mode", facts.mode), ("operation", facts.operation), ("source", facts.source),
    ]
  }

  private var provenance: [(String, String)] {
    let facts = record.facts
    return [("machine", facts.machine), ("service_tier", facts.serviceTier), ("region", facts.region)]
  }

  private var meters: JSONObject {
    var meters = JSONObject()
    for entry in record.facts.usage.entries {
      meters.append(entry.meter.name, Answer.decimal(entry.meter.decimal(of: entry.quantity)))
    }
    return meters
  }

  private func appendDetails(to object: inout JSONObject) {
    let facts = record.facts
    if !facts.options.isEmpty { object.append("options", .object(options)) }
    if !keys.isEmpty { object.append("keys", Self.list(keys)) }
    if let metadata { object.append("metadata", .object(metadata)) }
    Self.append(adjustments, zone, to: &object)
  }

  private var options: JSONObject {
    var options = JSONObject()
    for (name, value) in record.facts.options.sorted(by: { $0.key < $1.key }) {
      options.append(name, .string(value))
    }
    return options
  }

  private var metadata: JSONObject? {
    guard let text = record.facts.metadata else { return nil }
    do {
      return try JSONParser.parse(Array(text.utf8)).object
    } catch {
      // Only a hand that edited the file can have left this; the other facts still hold.
      return nil
    }
  }

  /// Keys as a record shows them.
  static func list(_ keys: [RecordKey]) -> JSONValue { .array(keys.map(key)) }

  private static func key(_ key: RecordKey) -> JSONValue {
    var object: JSONObject = ["namespace": .string(key.namespace), "id": .string(key.id)]
    if key.part > 0 { object.append("part", Answer.integer(key.part)) }
    return .object(object)
  }

  private static func append(_ name: String, _ text: String, to object: inout JSONObject) {
    if !text.isEmpty { object.append(name, .string(text)) }
  }

  private static func word(for status: RecordStatus) -> String {
    switch status {
    case .complete: "complete"
    case .partial: "partial"
    case .failed: "failed"
    }
  }
}
