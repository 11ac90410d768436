package import Pricing

extension Money {
  /// The amount for statistics.
  package var dollars: Double { Double(picodollars) / 1e12 }
}
