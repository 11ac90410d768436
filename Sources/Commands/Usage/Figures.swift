import CivilTime
import Ledger
import Pricing
import Server
import Service

/// Figures as they are shown: short for people, whole for programs that read columns.
struct Figures {
  /// The currency of amounts.
  let currency: AnswerCurrency
  /// The zone of times.
  let zone: Zone
  /// Whether a program reads them.
  let isWhole: Bool

  /// Takes the currency and the zone of a report.
  init(_ report: UsageReport, _ options: Options) { self.init(report.currency, report.zone, options) }

  /// Takes a currency and a zone.
  init(_ currency: AnswerCurrency, _ zone: Zone, _ options: Options) {
    (self.currency, self.zone, isWhole) = (currency, zone, options.isCSV)
  }

  /// A number of something.
  func count(_ count: Int64) -> String { isWhole ? String(count) : Grouped.text(count) }

  /// An amount; one that nobody knows is `unpriced`, or nothing for a program.
  func amount(_ cost: Money?) -> String {
    guard let cost else { return isWhole ? "" : "unpriced" }
    let decimal = currency.decimal(of: cost)
    return isWhole ? decimal : ShortMoney.text(decimal, in: currency.code)
  }

  /// What records add up to.
  func amount(_ totals: Totals) -> String { amount(totals.isUnpriced ? nil : totals.cost) }

  /// A time, to the minute for people.
  func time(_ instant: Instant) -> String {
    isWhole ? instant.rfc3339(in: zone) : ShortTime.text(instant, zone)
  }

  /// The name of a column of amounts.
  var costColumn: String { "cost (\(currency.code))" }
}
