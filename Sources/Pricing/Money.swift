/// An exact amount of US dollars.
package struct Money: Sendable, Hashable {
  /// The amount in picodollars (1e-12 USD).
  package var picodollars: Int128
  /// Creates an amount of that many picodollars.
  package init(picodollars: Int128) { self.picodollars = picodollars }
}
