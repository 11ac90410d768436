import CivilTime
import JSON
import Ledger
import Pricing
import Service

/// Parts that the answers of several tools and resources share.
enum Answer {
  /// The object that always stands for tokens; the parts of input and output are left out where they are zero.
  static func tokens(_ tokens: TokenTotals) -> JSONValue {
    var object: JSONObject = ["input": integer(tokens.input), "output": integer(tokens.output)]
    let parts = [
      ("cache_read", tokens.cacheRead), ("cache_write", tokens.cacheWrite), ("reasoning", tokens.reasoning),
    ]
    for (name, count) in parts where count != 0 { object.append(name, integer(count)) }
    object.append("total", integer(tokens.total))
    return .object(object)
  }

  /// The object that stands for a cost in an answer that names its currency once; without `amount` when there is none.
  static func cost(_ amount: Money?, in currency: AnswerCurrency = .dollars) -> JSONObject {
    amount.map { ["amount": currency.amount($0)] } ?? [:]
  }

  /// A cost that stands alone, and names its currency itself.
  static func ownCost(_ amount: Money?, in currency: AnswerCurrency = .dollars) -> JSONObject {
    var cost = cost(amount, in: currency)
    cost.append("currency", .string(currency.code))
    return cost
  }

  /// The cost of a set of records: no amount when none of them has one.
  static func cost(of totals: Totals, in currency: AnswerCurrency = .dollars) -> JSONObject {
    cost(totals.isUnpriced ? nil : totals.cost, in: currency)
  }

  /// An amount in US dollars, as an exact decimal.
  static func money(_ amount: Money) -> JSONValue {
    let text = amount.decimal
    return .number(JSONNumber(checkedLexeme: text, isPlainInteger: !text.utf8.contains(UInt8(ascii: "."))))
  }

  /// A number from its decimal text.
  static func decimal(_ text: String) -> JSONValue {
    guard let number = JSONNumber(lexeme: text) else { preconditionFailure("not a decimal: \(text)") }
    return .number(number)
  }

  /// A whole number.
  static func integer(_ integer: Int64) -> JSONValue { .number(JSONNumber(integer)) }

  /// A time, in the offset of `zone`.
  static func time(_ instant: Instant, _ zone: Zone = .utc) -> JSONValue { .string(instant.rfc3339(in: zone)) }

  /// A number of hundredths as a decimal with at most two places, such as 85.5 for 8550.
  static func hundredths(_ count: Int64) -> JSONValue {
    fraction(count, places: 2)
  }

  /// `count` x 10^-`places` as a decimal without trailing zeros.
  static func fraction(_ count: Int64, places: Int) -> JSONValue { decimal(Grouped.fraction(count, places: places)) }
}
