import CivilTime
import JSON
import MCP
import Pricing
import Service

/// The resources that show the price catalog.
struct PricingResources {
  let service: LedgerService

  /// Models that the table shows although they are no longer active, because people still ask for them.
  private static let alwaysShown = [
    "gpt-4", "gpt-4-turbo", "gpt-3.5-turbo", "gemini-2.0-flash", "gemini-2.5-pro", "gemini-pro-latest", "sonar-pro",
    "sonar", "llama-3.1-sonar-huge-128k-online", "pollinations",
  ]
  private static let columns: [JSONValue] = [
    "model", "provider", "input", "output", "cache_read", "cache_write", "context_window", "lifecycle",
  ]

  /// Active models of providers that make them, with today's prices.
  func table() throws -> JSONObject {
    var models: [Model] = []
    for provider in FirstParties.all {
      models += try service.prices.models(of: provider).filter { $0.lifecycle == .active && hasTokenPrice($0) }
    }
    for name in Self.alwaysShown {
      guard let model = try service.prices.resolve(name) else { continue }
      if !models.contains(where: { $0.id == model.id && $0.provider == model.provider }) { models.append(model) }
    }
    var table = try self.table(of: models)
    table["more"] = "pricing://table/{provider} lists one provider, pricing://model/{model} all prices of a model"
    table["providers"] = .array(try service.prices.providers.map(JSONValue.string))
    return table
  }

  /// Every model of a provider, or nil when the catalog does not know it.
  func table(ofProvider name: String) throws -> JSONObject? {
    guard let header = try service.prices.provider(named: name) else { return nil }
    return try table(of: try service.prices.models(of: header.id))
  }

  /// Everything about a model, or nil when the catalog does not know it.
  func model(_ name: String) throws -> JSONObject? {
    guard let model = try service.model(named: name, as: .called) else { return nil }
    return ModelAnswer(model: model, now: service.now()).object
  }

  private func table(of models: [Model]) throws -> JSONObject {
    [
      "currency": "USD", "unit": "per million tokens", "as_of": .string(try service.prices.catalogDate),
      "columns": .array(Self.columns), "rows": .array(models.map(row)),
    ]
  }

  private func hasTokenPrice(_ model: Model) -> Bool {
    model.period(at: service.now())?.price(of: .input) != nil
  }

  private func row(_ model: Model) -> JSONValue {
    let period = model.period(at: service.now())
    let prices = [Meter.input, .output, .cacheRead, .cacheWrite].map { meter in
      period?.price(of: meter).map { Answer.decimal($0.usd) } ?? .null
    }
    return .array(
      [.string(model.id), .string(model.provider)] + prices
        + [model.contextWindow.map(Answer.integer) ?? .null, .string(model.lifecycle.rawValue)])
  }
}
