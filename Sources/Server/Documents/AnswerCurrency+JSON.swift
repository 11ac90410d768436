import CivilTime
import JSON
import Pricing
import Service

extension AnswerCurrency {
  /// Names the currency of all amounts of an answer, with its rate where they are not in dollars.
  func append(to answer: inout JSONObject) {
    answer.append("currency", .string(code))
    appendExchange(to: &answer)
  }

  /// Adds the rate and its date to an answer that is not in dollars.
  func appendExchange(to answer: inout JSONObject) {
    guard let exchange else { return }
    let rate = Answer.decimal(exchange.rateText)
    answer.append("exchange", ["rate": rate, "date": .string(exchange.date.description)])
  }

  /// An amount as an exact decimal.
  func amount(_ money: Money) -> JSONValue {
    exchange.map { Answer.decimal($0.amount(of: money).decimal) } ?? Answer.money(money)
  }

  /// The parts of an amount, which add up to it.
  func amounts(ofParts parts: [Money]) -> [JSONValue] {
    exchange?.amounts(ofParts: parts).map { Answer.decimal($0.decimal) } ?? parts.map(Answer.money)
  }

  /// The price of one of `count` units that together cost `usd`, a decimal.
  func price(_ usd: String, for count: Int64 = 1) -> JSONValue {
    guard let exchange, let price = Money(rounding: usd) else { return Answer.price(usd, for: count) }
    return Answer.decimal(exchange.amount(of: price, over: count).decimal)
  }
}
