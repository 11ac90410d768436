import Ledger
import Pricing
import Server
import Service

/// Where amounts come from, a line for each kind.
enum KindLines {
  /// Returns the lines; none where the catalog has priced everything.
  ///
  /// - Parameter amount: Returns an amount as it is shown.
  static func of(_ totals: UsageTotals, in currency: AnswerCurrency, amount: (String) -> String = { $0 }) -> [String] {
    guard totals.byKind.keys.contains(where: { $0 != .catalog }) else { return [] }
    return CostKind.allCases.compactMap { kind in
      totals.byKind[kind].map { line(kind, $0, "\(amount(currency.decimal(of: $0.cost))) \(currency.code)") }
    }
  }

  private static func line(_ kind: CostKind, _ totals: Totals, _ amount: String) -> String {
    let calls = Grouped.count(totals.requests, "call")
    let isOne = totals.requests == 1
    return switch kind {
    case .catalog: "\(amount) of \(calls) is by the price catalog."
    case .reported: "\(amount) of \(calls) is what the vendor or program reported."
    case .fallback: "\(amount) of \(calls) is by the price of the fallback model."
    case .unpriced: "\(calls) \(isOne ? "has" : "have") no known price and \(isOne ? "is" : "are") not in the amount."
    }
  }
}
