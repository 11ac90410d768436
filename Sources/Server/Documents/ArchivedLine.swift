import CivilTime
import JSON
package import Ledger
import Pricing

/// A line of the archive as it is read again: what ``RecordDocument`` wrote, as far as it counts.
package enum ArchivedLine {
  /// Returns what a line says; nil for one that is no record.
  package static func call(_ line: ArraySlice<UInt8>) -> ArchivedCall? {
    do {
      return try JSONParser.parse(Array(line)).object.flatMap(call)
    } catch {
      return nil
    }
  }

  private static func call(_ object: JSONObject) -> ArchivedCall? {
    guard let id = object["id"]?.string.flatMap({ RecordID($0) }), let timestamp = time(object["timestamp"]),
      let usage = usage(object["meters"]?.object), let price = price(object),
      let keys = keys(object["keys"]), let given = given(object["adjustments"])
    else { return nil }
    let text = { (name: String) in object[name]?.string ?? "" }
    var facts = CallFacts(
      userID: text("user_id"), source: text("source"), model: text("model"), usage: usage, timestamp: timestamp)
    (facts.sessionID, facts.projectID, facts.agent) = (text("session_id"), text("project_id"), text("agent"))
    (facts.mode, facts.operation, facts.machine) = (text("mode"), text("operation"), text("machine"))
    (facts.provider, facts.serviceTier, facts.region) = (price.provider, text("service_tier"), text("region"))
    let recordedAt = object["recorded_at"].map(time) ?? timestamp
    return recordedAt.map {
      ArchivedCall(id: id, facts: facts, price: price, recordedAt: $0, keys: keys, given: given)
    }
  }

  private static func time(_ value: JSONValue?) -> Instant? { value?.string.flatMap { Instant(rfc3339: $0) } }

  private static func usage(_ object: JSONObject?) -> Usage? {
    guard let object else { return nil }
    var usage = Usage()
    for (name, value) in object {
      guard let meter = Meter(name: name), let quantity = steps(value, of: meter) else { return nil }
      usage[meter] = quantity
    }
    return usage
  }

  /// A quantity in steps of its meter's scale, as large as a call can have.
  private static func steps(_ value: JSONValue, of meter: Meter) -> Int64? {
    guard let (significand, exponent) = value.number?.decimal() else { return nil }
    let shift = exponent + (meter.scale == 1 ? 0 : 3)
    guard (0...18).contains(shift), significand.magnitude < 1 << 64 else { return nil }
    let quantity = (0..<shift).reduce(significand) { product, _ in product * 10 }
    return (0...Int128(Ledger.largestQuantity * meter.scale)).contains(quantity) ? Int64(quantity) : nil
  }

  private static func price(_ object: JSONObject) -> AppliedPrice? {
    guard let cost = object["cost"]?.object,
      let kind = CostKind.allCases.first(where: { $0.name == cost["kind"]?.string })
    else { return nil }
    var amount: Money?
    if let value = cost["amount"] {
      guard let money = picodollars(value) else { return nil }
      amount = Money(picodollars: Int128(money))
    }
    return AppliedPrice(
      provider: object["provider"]?.string ?? "", pricedAs: object["priced_as"]?.string ?? "", kind: kind,
      cost: amount, catalogCost: nil, row: "")
  }

  private static func picodollars(_ value: JSONValue) -> Int64? {
    value.number?.decimal().flatMap { Money(significand: $0.significand, exponent: $0.exponent) }
      .flatMap { Int64(exactly: $0.picodollars) }
  }

  private static func keys(_ value: JSONValue?) -> [RecordKey]? {
    guard let value else { return [] }
    return value.array?.compactMap { key in
      guard let namespace = key.object?["namespace"]?.string, let id = key.object?["id"]?.string else { return nil }
      return RecordKey(namespace: namespace, id: id, part: key.object?["part"]?.number?.int64 ?? 0)
    }
  }

  /// What was last given for each figure.
  private static func given(_ value: JSONValue?) -> [AdjustedFigure: Int64]? {
    guard let value else { return [:] }
    var given: [AdjustedFigure: Int64] = [:]
    for entry in value.array ?? [] {
      for (name, change) in entry.object?["changes"]?.object ?? JSONObject() {
        guard let figure = AdjustedFigure.allCases.first(where: { $0.name == name }),
          let to = change.object?["to"], let number = figure == .cost ? picodollars(to) : to.number?.int64
        else { return nil }
        given[figure] = number
      }
    }
    return given
  }
}
