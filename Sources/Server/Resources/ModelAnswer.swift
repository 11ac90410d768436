import CivilTime
import JSON
import Pricing
import Service

/// Everything that the catalog knows about a model.
struct ModelAnswer {
  let model: Model
  let now: Instant

  /// The model as an object, with the history of its prices.
  var object: JSONObject {
    var object: JSONObject = [
      "model": .string(model.id), "name": .string(model.name), "provider": .string(model.provider),
      "kind": .string(model.kind.rawValue), "lifecycle": .string(model.lifecycle.rawValue),
    ]
    if let date = model.retiresOn { object.append("retires_on", .string(date)) }
    if let window = model.contextWindow { object.append("context_window", Answer.integer(window)) }
    if let longest = model.maxOutputTokens { object.append("max_output_tokens", Answer.integer(longest)) }
    object.append("capabilities", Self.list(model.capabilities))
    object.append("aliases", Self.list(model.aliases))
    object.append("currency", "USD")
    object.append("prices", .array(model.prices.map { .object(period($0)) }))
    object.append("last_verified", .string(model.lastVerified))
    if let notes = model.notes { object.append("notes", .string(notes)) }
    return object
  }

  private func period(_ period: PricePeriod) -> JSONObject {
    var object = JSONObject()
    if let date = period.effectiveFrom { object.append("effective_from", .string(date)) }
    if let date = period.effectiveUntil { object.append("effective_until", .string(date)) }
    object.append("current", .bool(period.contains(now)))
    Self.addPrices(period.prices, to: &object)
    if !period.overrides.isEmpty {
      object.append(
        "overrides",
        .array(
          period.overrides.map { override in
            var entry: JSONObject = ["when": .string(override.label)]
            Self.addPrices(override.prices, to: &entry)
            return .object(entry)
          }))
    }
    if !period.factors.isEmpty {
      object.append(
        "factors",
        .array(period.factors.map { ["when": .string($0.label), "factor": Answer.decimal($0.factor)] }))
    }
    return object
  }

  /// Token prices per million, and units with how many of them the price buys.
  static func addPrices(_ prices: [(meter: Meter, price: UnitPrice)], to object: inout JSONObject) {
    var tokens = JSONObject()
    var units = JSONObject()
    for (meter, price) in prices {
      switch price {
      case .perMillion(let usd): tokens.append(meter.name, Answer.decimal(usd))
      case .each(let usd, let per):
        units.append(meter.name, ["usd": Answer.decimal(usd), "per": Answer.integer(per)])
      }
    }
    if !tokens.isEmpty { object.append("per_million_tokens", .object(tokens)) }
    if !units.isEmpty { object.append("units", .object(units)) }
  }

  private static func list(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
