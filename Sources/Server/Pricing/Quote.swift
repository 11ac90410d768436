import Ledger
import Pricing
import Service

/// The price of a call, with its account.
struct Quote {
  /// The price as it is entered in the ledger.
  var applied: AppliedPrice
  /// How the amount came about, line by line.
  var lines: [CostLine]
  /// What the caller should know about it.
  var warnings: [String]
}
