package import Pricing

/// A search through the catalog for models that could do work, as far as it does not depend on the work.
struct ModelSearch {
  /// Whether no provider was named: then only what well-known makers sell for everyday work comes into question.
  let isOpen: Bool
  private let providers: [String]
  private let capabilities: [String]
  private let window: Int64
  private let prices: PriceRegistry

  /// Prepares a search.
  ///
  /// - Throws: ``QuestionError`` for an unknown provider.
  init(_ criteria: ModelCriteria, prices: PriceRegistry) throws {
    self.prices = prices
    isOpen = criteria.providers == nil
    providers = try (criteria.providers ?? []).map { try Self.id(of: $0, prices) }
    capabilities = criteria.capabilities ?? []
    window = criteria.leastContextWindow ?? 0
  }

  /// Says of every model whether it comes into question for work of a kind: nil where it does, otherwise why not.
  func look(for kind: WorkKind, _ tell: (Model, LeftOut?) -> Void) throws {
    let searched = Set(isOpen ? FirstParties.makers(for: kind) : providers)
    for provider in try prices.providers {
      for model in try prices.models(of: provider) where !model.isCatchAll {
        tell(model, searched.contains(provider) ? try reason(against: model, for: kind) : .otherProvider)
      }
    }
  }

  private func reason(against model: Model, for kind: WorkKind) throws -> LeftOut? {
    if model.lifecycle != .active { return .inactive }
    if !model.does(kind, withSound: capabilities.contains { $0.hasPrefix("audio_") }) { return .unable(.kind) }
    if model.isExperiment { return .experiment }
    if model.isSpecialized || (isOpen && model.isWeights) { return .special }
    if isOpen, try prices.isResold(model) { return .resold }
    if !capabilities.allSatisfy(model.capabilities.contains) { return .capability }
    return (model.contextWindow ?? 0) < window ? .unable(.context) : nil
  }

  private static func id(of name: String, _ prices: PriceRegistry) throws -> String {
    guard let header = try prices.provider(named: name) else {
      throw QuestionError.unknownProvider(name, known: try prices.providers)
    }
    return header.id
  }
}

/// Why a model is in no row of a comparison.
package enum LeftOut: Sendable, Hashable {
  /// Nobody asked for its provider, which is none of those searched without being asked for.
  case otherProvider
  /// It is deprecated or retired.
  case inactive
  /// It is for trying out, or sold on terms of its own.
  case experiment
  /// It is for something narrower than its kind, such as one customer's tuned model.
  case special
  /// Another provider makes it.
  case resold
  /// It lacks a capability that was asked for.
  case capability
  /// It cannot do the work.
  case unable(Obstacle)
  /// It has no price for these meters; none where the model itself has none.
  case unpriced([Meter])
}
