import CivilTime
import JSON
import Ledger
import MCP
import Pricing
import Service

/// The currency of an answer's amounts: US dollars, or another one at a single rate.
///
/// Shares, factors, percents and order are reckoned in dollars, and are the same in every currency.
struct AnswerCurrency {
  /// US dollars, in which everything is kept.
  static let dollars = AnswerCurrency(exchange: nil)

  /// What a dollar is worth; nil for dollars.
  let exchange: Exchange?

  /// The ISO 4217 code.
  var code: String { exchange?.currency ?? Exchange.base }

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

extension LedgerService {
  /// Returns the currency that a question names, at the rate of the day on which `period` ends, or of today
  /// where it has not ended yet.
  ///
  /// - Throws: ``ToolFailure`` for a currency without a rate.
  func currency(
    _ arguments: Arguments, endOf period: Period = .all, _ zone: Zone? = nil
  ) throws -> AnswerCurrency {
    guard let given = try arguments.text(.currency) else { return .dollars }
    let code = given.uppercased()
    guard code != Exchange.base else { return .dollars }
    let now = now()
    let last = min(period.until?.adding(milliseconds: -1) ?? now, now)
    let table = exchange.table
    guard let exchange = table.exchange(to: code, on: (zone ?? defaultZone).date(at: last)) else {
      throw ToolFailure(message: CurrencySentences.unknown(given, known: [Exchange.base] + table.currencies))
    }
    return AnswerCurrency(exchange: exchange)
  }
}
