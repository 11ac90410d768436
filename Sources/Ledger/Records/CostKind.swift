/// Where a record's amount comes from.
package enum CostKind: Int64, Sendable, CaseIterable {
  /// The catalog's price of the model on the day of the call.
  case catalog = 0
  /// The provider's own bill.
  case reported = 1
  /// The configured default price, because the model is unknown.
  case fallback = 2
  /// No price is known: there is no amount.
  case unpriced = 3

  /// The word for it in answers, such as `catalog`.
  package var name: String {
    switch self {
    case .catalog: "catalog"
    case .reported: "reported"
    case .fallback: "fallback"
    case .unpriced: "unpriced"
    }
  }
}
