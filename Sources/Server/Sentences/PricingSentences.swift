import CivilTime
import JSON
import Pricing
import Service

/// What is wrong with counts, in words that name the convention they break.
enum PricingSentences {
  /// Returns what to change about the counts of a call.
  static func message(_ error: PricingError) -> String {
    switch error {
    case .partsExceedTotal(let total, let value, _, _, let parts):
      return partsExceed(total, value: value, parts: parts)
    case .quantityOutOfRange(let meter, let quantity):
      return "The count of `\(meter.name)` is \(meter.decimal(of: quantity)), which no single call can have."
    case .malformedJSON(let file, let error):
      return
        "The price file \(file) cannot be read (byte \(error.offset)). Reinstall token-ledger, or correct the file."
    case .malformedCatalog(let file, let model, let member):
      return
        "The price file \(file) is faulty at \(member)\(model.map { " of \($0)" } ?? ""). Reinstall token-ledger, or correct the file."
    case .amountTooLarge:
      return
        "This call would cost more than $1,000,000; the counts cannot be those of one call. Check their unit: they are tokens, not thousands of tokens."
    }
  }

  /// Returns that a price has nothing to say about units that were counted, and what to count where it bills units alone.
  static func unpriced(_ meters: [Meter], by model: Model, at time: Instant) -> String {
    let prices = model.period(at: time)?.prices ?? []
    let counted = meters.map(\.name).joined(separator: ", ")
    let start = "The price of \(model.id) says nothing about \(counted); the call is unpriced."
    guard !prices.isEmpty, prices.allSatisfy({ !$0.meter.isToken }) else {
      return start + " Give cost_usd if you know the bill."
    }
    let arguments = prices.map { "`\(argument(of: $0.meter))`" }.joined(separator: ", ")
    return start
      + " It is billed by \(arguments) alone: give that in place of \(counted), or cost_usd if you know the bill."
  }

  /// Returns that a name is that of a family, with its newest models and what a million of their tokens cost.
  static func family(
    _ name: String, _ models: [(name: String, model: Model)], argument: String, at time: Instant
  ) -> String {
    let list = models.map { name, model in
      let period = model.period(at: time)
      let prices = [(Meter.input, "in"), (.output, "out")].compactMap { meter, word in
        period?.price(of: meter).map { "$\($0.usd) \(word)" }
      }
      return prices.isEmpty ? name : "\(name) (\(prices.joined(separator: ", ")))"
    }
    let start = "Argument `\(argument)`: \"\(name)\" "
    guard list.count > 1 else {
      return start + "is no model's exact name. It may mean \(list.joined()), by dollars per million tokens."
    }
    return start
      + "means many models. The newest, with dollars per million tokens: \(list.joined(separator: "; ")). Name one of them."
  }

  /// The argument that counts a unit.
  private static func argument(of unit: Meter) -> String {
    switch unit {
    case .image: "images"
    case .audioSecondIn, .audioSecondOut: "audio_seconds"
    case .characterIn: "characters"
    case .webSearch: "web_searches"
    default: "meters.\(unit.name)"
    }
  }

  private static func partsExceed(_ total: Meter, value: Int64, parts: Int64) -> String {
    switch total {
    case .input:
      "`input_tokens` is \(value), but its parts (cache_read_tokens, cache_write_tokens, cache_write_1h_tokens, audio, images) add up to \(parts). Here input_tokens counts all prompt tokens, cached ones included (OpenTelemetry gen_ai.usage.input_tokens); Anthropic and Bedrock report it without them: add them, or pass the provider's object as `usage`."
    case .output:
      "`output_tokens` is \(value), but its parts (reasoning, audio, images) add up to \(parts). Here output_tokens counts all output, reasoning included."
    default:
      "`\(total.name)` is \(value), but its parts add up to \(parts)."
    }
  }
}
