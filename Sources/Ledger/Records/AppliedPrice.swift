package import Pricing

/// The price that was applied to a call.
package struct AppliedPrice: Sendable, Hashable {
  /// The provider whose price list was used, or the one given when none knows the model.
  package var provider: String
  /// The catalog's id of the model whose price was applied; empty when unpriced.
  package var pricedAs: String
  /// Where the amount comes from.
  package var kind: CostKind
  /// What the call is billed; nil when unpriced.
  package var cost: Money?
  /// What the catalog would bill, also where a cost was reported.
  package var catalogCost: Money?
  /// The period and tier of the price row, such as `2026-07-30 batch`; empty when none applied.
  package var row: String

  /// Creates the price applied to a call.
  package init(
    provider: String, pricedAs: String, kind: CostKind, cost: Money?, catalogCost: Money?, row: String
  ) {
    self.provider = provider
    self.pricedAs = pricedAs
    self.kind = kind
    self.cost = cost
    self.catalogCost = catalogCost
    self.row = row
  }
}
