import MCP
import Pricing

/// The models to compare: those named, or the active ones that fit.
struct CandidateModels {
  /// Each under the name asked for, or the catalog's.
  private(set) var models: [(name: String, model: Model)] = []
  /// True when the caller named the models.
  let areNamed: Bool
  /// Names that the catalog does not know.
  private(set) var unknown: [String] = []

  /// Reads the arguments that name models, or narrow the search for them.
  ///
  /// - Throws: ``ToolFailure`` for an unknown provider.
  init(_ arguments: Arguments, prices: PriceRegistry) throws {
    let names = try arguments.texts("models")
    areNamed = !names.isEmpty
    guard names.isEmpty else {
      for name in names { try add(name, prices) }
      return
    }
    let providers = try Self.providers(arguments, prices)
    let capabilities = try arguments.texts("capabilities")
    let window = try arguments.integer("min_context_window") ?? 0
    for provider in providers {
      for model in try prices.models(of: provider) where model.lifecycle == .active && !model.isCatchAll {
        guard capabilities.allSatisfy(model.capabilities.contains), (model.contextWindow ?? 0) >= window
        else { continue }
        models.append((model.id, model))
      }
    }
  }

  private mutating func add(_ name: String, _ prices: PriceRegistry) throws {
    guard let model = try prices.resolve(name) else { return unknown.append(name) }
    if !models.contains(where: { $0.name == name }) { models.append((name, model)) }
  }

  private static func providers(_ arguments: Arguments, _ prices: PriceRegistry) throws -> [String] {
    let names = try arguments.texts("providers")
    guard !names.isEmpty else { return try prices.providers }
    return try names.map { name in
      guard let header = try prices.provider(named: name) else {
        let known = try prices.providers.joined(separator: ", ")
        throw ToolFailure(
          message: "Argument `providers`: \"\(name)\" is not in the catalog. Known: \(known).")
      }
      return header.id
    }
  }
}
