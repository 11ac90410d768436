package import Ledger
package import Pricing

/// The price of a call, with its account.
package struct Quote: Sendable {
  /// The price as it is entered in the ledger.
  package var applied: AppliedPrice
  /// How the amount came about, line by line.
  package var lines: [CostLine]
  /// What the caller should know about it.
  package var warnings: [QuoteWarning]
}
