import JSON
import Ledger
import Pricing

extension Answer {
  /// The lines of a cost, each times `calls`; they add up to the amount.
  static func lines(_ lines: [CostLine], calls: Int64 = 1) -> JSONValue {
    .array(lines.map { .object(line($0, calls: calls)) })
  }

  private static func line(_ line: CostLine, calls: Int64) -> JSONObject {
    var object: JSONObject = [
      "unit": .string(line.meter.name), "quantity": quantity(line.quantity, line.meter, calls: calls),
    ]
    if line.billedQuantity != line.quantity {
      object.append("billed_quantity", quantity(line.billedQuantity, line.meter, calls: calls))
    }
    switch line.price {
    case .perMillion(let usd): object.append("price_per_million", decimal(usd))
    case .each(let usd, let per): object.append("price_each", each(usd, per: per))
    case nil: break
    }
    if let amount = line.amount { object.append("amount", money(amount * calls)) }
    return object
  }

  private static func quantity(_ quantity: Int64, _ meter: Meter, calls: Int64) -> JSONValue {
    meter.scale == 1 ? integer(quantity * calls) : decimal(meter.decimal(of: quantity * calls))
  }

  /// A unit's price, to the picodollar where a division does not end.
  private static func each(_ usd: String, per: Int64) -> JSONValue {
    guard per > 1, let price = Money(decimal: usd) else { return decimal(usd) }
    let half = Int128(per) / 2
    return money(Money(picodollars: (price.picodollars + half) / Int128(per)))
  }
}
