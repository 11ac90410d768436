package import CivilTime
package import JSON

/// Exchange rates of the US dollar by currency and day (schemas/exchange.schema.json).
package struct ExchangeTable: Sendable, Hashable {
  /// The rates of each currency, the earliest first; no list is empty.
  private var rates: [String: [Exchange]] = [:]

  /// Creates a table without rates.
  package init() {}

  /// Reads a file's contents, which its schema has let pass.
  ///
  /// - Throws: The first thing that a schema cannot say: a day that no calendar has, a rate of the dollar, or
  ///   a rate of 0.
  package init(_ root: JSONValue) throws(PriceFileFault.Problem) {
    let place = JSONPointer.root.appending("rates")
    for (day, currencies) in root.object?["rates"]?.object ?? JSONObject() {
      guard let date = CivilDate(day) else {
        throw .invalid(place.appending(day), "is no day of the calendar")
      }
      for (currency, rate) in currencies.object ?? JSONObject() {
        try add(currency, date, rate, at: place.appending(day).appending(currency))
      }
    }
    for currency in rates.keys { rates[currency]?.sort { $0.date < $1.date } }
  }

  private mutating func add(
    _ currency: String, _ date: CivilDate, _ rate: JSONValue, at place: JSONPointer
  ) throws(PriceFileFault.Problem) {
    guard currency != Exchange.base else { throw .invalid(place, "is the currency in which costs are kept") }
    guard let exchange = Exchange(currency: currency, date: date, rate: rate.string ?? "") else {
      throw .invalid(place, "must be a decimal above 0 and below 10,000,000 with at most 12 decimal places")
    }
    rates[currency, default: []].append(exchange)
  }

  /// The currencies that have a rate, in alphabetical order.
  package var currencies: [String] { rates.keys.sorted() }

  /// The newest day that has a rate; nil without rates.
  package var newestDate: CivilDate? { rates.values.compactMap { $0.last?.date }.max() }

  /// Returns the newest rate of a currency on or before `day`, or its first where all are later.
  ///
  /// - Parameter currency: A code in upper case.
  /// - Returns: nil for a currency without rates.
  package func exchange(to currency: String, on day: CivilDate) -> Exchange? {
    guard let dated = rates[currency] else { return nil }
    return dated.last { $0.date <= day } ?? dated.first
  }

  /// Returns this table under another, whose rates of a currency hold alone from the first of them on.
  package func under(_ other: ExchangeTable) -> ExchangeTable {
    var merged = self
    for (currency, own) in other.rates {
      let older = (rates[currency] ?? []).prefix { rate in own.first.map { rate.date < $0.date } ?? true }
      merged.rates[currency] = older + own
    }
    return merged
  }
}
