import Pricing

/// What is to be done, as far as the price on a model depends on it.
protocol Workload {
  /// Returns what the workload costs on `model`; no amount where not all of it has a price there.
  ///
  /// - Throws: ``PricingError`` for counts that no call can have.
  func price(on model: Model) throws -> WorkloadPrice
  /// Returns why `model` cannot do the work, as far as is known; nil where nothing speaks against it.
  func obstacle(on model: Model) -> Obstacle?
  /// Returns whether the calls fit into a context of `window` tokens on `model`.
  func fits(_ window: Int64, on model: Model) -> Bool
  /// The workload as answers show it.
  var outline: WorkloadOutline { get }
}
