package import CivilTime
package import Pricing

/// What a caller should know about the price of a call.
package enum QuoteWarning: Sendable, Hashable {
  /// The catalog does not know the model; `nearest` are the names that it knows nearest to it.
  case unknownModel(String, taken: Substitute, nearest: [String])
  /// The catalog knows the model, but not its price at the time of the call.
  case priceUnknownThen(model: String)
  /// The price says nothing about these units, which were counted.
  case unitsUnpriced([Meter], by: Model, at: Instant)
  /// The price has nothing for the tier, so that the standard price was applied.
  case tierUnpriced(String, model: String)

  /// What was taken as the price of a model that the catalog does not know.
  package enum Substitute: Sendable, Hashable {
    /// The amount that was given.
    case givenAmount
    /// The price of the ledger's fallback model.
    case fallback(model: String)
    /// Nothing, as the catalog does not know the ledger's fallback model either.
    case unknownFallback(name: String)
    /// Nothing.
    case nothing
  }
}
