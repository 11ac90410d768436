package import Pricing
import Service

/// What is wrong with a currency or its rates, in words.
package enum CurrencySentences {
  /// Returns what to say to a currency without a rate.
  static func unknown(_ code: String, known: [String]) -> String {
    let nearest = Spelling.nearest(to: code, among: known).map { " Nearest known: \($0)." } ?? ""
    return """
      Argument `currency`: there is no exchange rate for "\(code)".\(nearest) Known: \(known.joined(separator: ", ")); \
      others can be put into exchange.json in the data folder.
      """
  }

  /// Returns why a file of rates is not used: its path, the place in it, and what is wrong there.
  package static func message(_ fault: PriceFileFault) -> String {
    "the exchange rates of \(fault.file) are not used: \(PriceFileSentences.text(fault.problem))"
  }
}
