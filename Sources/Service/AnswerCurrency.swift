package import CivilTime
package import Ledger
package import Pricing

/// The currency of an answer's amounts: US dollars, or another one at a single rate.
///
/// Shares, factors, percents and order are computed in dollars, and are the same in every currency.
package struct AnswerCurrency: Sendable, Hashable {
  /// US dollars, in which everything is kept.
  package static let dollars = AnswerCurrency(exchange: nil)

  /// What a dollar is worth; nil for dollars.
  package let exchange: Exchange?

  /// The ISO 4217 code.
  package var code: String { exchange?.currency ?? Exchange.base }

  /// Returns an amount in the currency, as an exact decimal.
  package func decimal(of money: Money) -> String { exchange?.amount(of: money).decimal ?? money.decimal }
}

extension LedgerService {
  /// Returns the currency of that name, at the rate of the day on which `period` ends, or of today where it has not
  /// ended yet; dollars without a name.
  ///
  /// - Throws: ``QuestionError`` for a currency without a rate.
  package func currency(
    named name: String?, endOf period: Period = .all, _ zone: Zone? = nil
  ) throws(QuestionError) -> AnswerCurrency {
    guard let name else { return .dollars }
    let code = name.uppercased()
    guard code != Exchange.base else { return .dollars }
    let now = now()
    let last = min(period.until?.adding(milliseconds: -1) ?? now, now)
    let table = exchange.table
    guard let exchange = table.exchange(to: code, on: (zone ?? defaultZone).date(at: last)) else {
      throw .unknownCurrency(name, known: [Exchange.base] + table.currencies)
    }
    return AnswerCurrency(exchange: exchange)
  }
}
