import JSON
import Ledger
import Pricing
import Service

extension Answer {
  /// The lines of a cost, each times `calls`; they add up to the amount.
  static func lines(
    _ lines: [CostLine], calls: Int64 = 1, in currency: AnswerCurrency = .dollars
  ) -> JSONValue {
    var amounts = currency.amounts(ofParts: lines.compactMap(\.amount).map { $0 * calls })[...]
    return .array(
      lines.map { line in
        var object = self.line(line, calls: calls, in: currency)
        if line.amount != nil, let amount = amounts.popFirst() { object.append("amount", amount) }
        return .object(object)
      })
  }

  private static func line(_ line: CostLine, calls: Int64, in currency: AnswerCurrency) -> JSONObject {
    var object: JSONObject = [
      "unit": .string(line.meter.name), "quantity": quantity(line.quantity, line.meter, calls: calls),
    ]
    if line.billedQuantity != line.quantity {
      object.append("billed_quantity", quantity(line.billedQuantity, line.meter, calls: calls))
    }
    switch line.price {
    case .perMillion(let usd): object.append("price_per_million", currency.price(usd))
    case .each(let usd, let per): object.append("price_each", currency.price(usd, for: per))
    case nil: break
    }
    return object
  }

  private static func quantity(_ quantity: Int64, _ meter: Meter, calls: Int64) -> JSONValue {
    meter.scale == 1 ? integer(quantity * calls) : decimal(meter.decimal(of: quantity * calls))
  }

  /// A unit's price in dollars, to the picodollar where a division does not end.
  static func price(_ usd: String, for count: Int64) -> JSONValue {
    guard count > 1, let price = Money(decimal: usd) else { return decimal(usd) }
    let half = Int128(count) / 2
    return money(Money(picodollars: (price.picodollars + half) / Int128(count)))
  }
}
