import JSON
package import Pricing

extension EmbeddedFiles {
  /// Returns the exchange rates that are compiled in, under the user's own files.
  package static func exchangeRates(under own: OwnPrices = .none) -> ExchangeRates {
    ExchangeRates(builtIn: builtInRates, own: own)
  }

  /// The table is compiled in, and tests read it.
  private static func builtInRates() -> ExchangeTable {
    let path = "exchange.json"
    guard let bytes = bytes(of: path) else {
      preconditionFailure("\(path) is not compiled in; the list in CSchemas lacks it")
    }
    do { return try ExchangeTable(try JSONParser.parse(bytes)) } catch {
      preconditionFailure("\(path) cannot be read: \(error)")
    }
  }
}
