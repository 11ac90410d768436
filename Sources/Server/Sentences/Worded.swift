package import CivilTime
package import Ingest
package import Ledger
package import MCP
package import Pricing
package import Service

/// An error with words for the person or model who must act on it.
package protocol Worded: Error {
  /// What was wrong, with which value, and what to do.
  var sentence: String { get }
}

extension Worded {
  /// The error as the protocol takes it from a tool or a resource.
  var failure: ToolFailure { ToolFailure(message: sentence) }
}

extension Error {
  /// What was wrong, of an error that may have no words of its own.
  var words: String { (self as? any Worded)?.sentence ?? "\(self)" }
}

extension ToolFailure: Worded {
  package var sentence: String { message }
}

extension LedgerError: Worded {
  package var sentence: String { LedgerSentences.message(self) }
}

extension ZoneError: Worded {
  package var sentence: String { ZoneSentences.message(self) }
}

extension PricingError: Worded {
  package var sentence: String { PricingSentences.message(self) }
}

extension IngestError: Worded {
  package var sentence: String { IngestSentences.message(self) }
}

extension QuestionError: Worded {
  package var sentence: String {
    switch self {
    case .family(let name, let newest, let role, let time):
      PricingSentences.family(name, newest, argument: role.argument, at: time)
    case .unknownCurrency(let code, let known): CurrencySentences.unknown(code, known: known)
    case .unknownProvider(let name, let known):
      "Argument `providers`: \"\(name)\" is not in the catalog. Known: \(known.joined(separator: ", "))."
    case .noModel: "Argument `model` is empty. Name the model to be called."
    case .nothingToPrice:
      "There is nothing to price. Give input_tokens, text or messages, and output_tokens; or meters."
    case .nothingToCompare:
      "There is no workload. Give input_tokens or text, and output_tokens; or images or audio_seconds; or based_on."
    case .nothingRecorded(let period):
      "Argument `based_on`: no calls are recorded for \"\(period.rawValue)\". Give a longer period, such as all, or counts instead."
    case .unpricedBaseline(let name, let nearest):
      "Argument `baseline`: there is no price for \"\(name)\"."
        + (nearest.isEmpty ? "" : " Nearest known: \(nearest.joined(separator: ", ")).")
    }
  }
}

extension ModelRole {
  /// The argument that names the model.
  fileprivate var argument: String {
    switch self {
    case .called: ArgumentName.model.rawValue
    case .candidate: ArgumentName.models.rawValue
    case .baseline: ArgumentName.baseline.rawValue
    case .other(let name): name
    }
  }
}

/// Runs `body`, whose errors leave in words: the one place where facts become sentences for MCP.
///
/// - Throws: ``ToolFailure``, or what has no words.
func inWords<T>(_ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch let error as any Worded {
    throw error.failure
  }
}
