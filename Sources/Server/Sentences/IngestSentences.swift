import Ingest
import JSON
import Pricing
import Service

/// Why a usage object could not be read, in words.
enum IngestSentences {
  /// A call of which nothing was counted.
  static let nothing =
    "There is nothing to count. Give `usage`, or counts such as input_tokens and output_tokens. \(dropped)"

  /// What to do where members have not arrived.
  private static let dropped =
    "If you gave the provider's object whole, members of it were lost on the way: pass it as JSON text in a string."

  /// Returns what was found and what is accepted.
  static func message(_ error: IngestError) -> String {
    switch error {
    case .unknownShape(let keys):
      "Argument `usage` is no usage object that is known here; its members are \(keys.isEmpty ? "none" : keys.joined(separator: ", ")). Pass the provider's usage object or response body unchanged (OpenAI, Anthropic, Gemini, Bedrock, Cohere and others), or give input_tokens and output_tokens instead. \(dropped)"
    case .usageIsNull(let path):
      "Argument `usage`: \(path) is null, as in the chunks of a stream before the last. Pass the chunk or event that carries the usage."
    case .wrongType(let path, let wanted):
      "Argument `usage`: \(path.description.isEmpty ? "it" : path.description) is not \(wanted == .list ? "a list" : "an object"). Pass what the provider sent unchanged."
    case .notAQuantity(let path, let found):
      "Argument `usage`: \(path) is \(text(found)). Accepted are numbers from 0 to \(IngestError.largestQuantity)."
    case .membersLost(_, let total, let stated):
      "Argument `usage` is not whole: its total is \(Grouped.text(total)) tokens, but input and output say \(Grouped.text(stated)). \(dropped)"
    case .inconsistent(let path, let reason):
      "Argument `usage`\(path.description.isEmpty ? "" : ": " + path.description) contradicts itself: \(text(reason)). Pass what the provider sent unchanged."
    }
  }

  private static func text(_ found: IngestError.Found) -> String {
    switch found {
    case .negative(let number): "\(number), below zero"
    case .fraction(let number): "\(number), not a whole number"
    case .tooLarge(let number): "\(number), too large"
    case .notANumber: "not a number"
    }
  }

  private static func text(_ reason: PricingError) -> String {
    switch reason {
    case .partsExceedTotal(let total, let value, let part, let partValue, let parts):
      "\(part.name) is \(partValue) and all parts are \(parts), but \(total.name) as a whole is \(value)"
    case .quantityOutOfRange(let meter, let quantity): "\(meter.name) adds up to \(quantity)"
    // Of the rest none comes out of reading counts.
    default: PricingSentences.message(reason)
    }
  }
}
