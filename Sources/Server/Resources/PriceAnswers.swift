package import CivilTime
package import JSON
package import Pricing
import Service

/// Prices and faults of price files as JSON, for the command line.
package enum PriceAnswers {
  /// Returns everything about a model, with the history of its prices.
  package static func everything(about model: Model, at now: Instant) -> JSONObject {
    ModelAnswer(model: model, now: now).object
  }

  /// Returns a model with the prices of a moment.
  package static func line(of model: Model, at now: Instant) -> JSONObject {
    var object: JSONObject = [
      "model": .string(model.id), "provider": .string(model.provider), "kind": .string(model.kind.rawValue),
      "lifecycle": .string(model.lifecycle.rawValue),
    ]
    if let window = model.contextWindow { object.append("context_window", Answer.integer(window)) }
    if let period = model.period(at: now) { ModelAnswer.addPrices(period.prices, to: &object) }
    return object
  }

  /// Returns a fault of a price file.
  package static func fault(_ problem: PriceFileFault.Problem) -> JSONValue {
    switch problem {
    case .invalid(let pointer, let complaint):
      ["pointer": .string(pointer.description), "problem": .string(complaint)]
    case .unreadable, .notJSON: ["problem": .string(PriceFileSentences.text(problem))]
    }
  }
}
