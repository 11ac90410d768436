package import Pricing

/// What a workload costs on a model.
package enum WorkloadPrice: Sendable, Hashable {
  /// All of it.
  case amount(Money)
  /// These meters have no price there; none where the model itself has none.
  case unpriced([Meter])
}
