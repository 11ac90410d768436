import JSON
import Pricing
import Service

/// A saving that the records of a period prove, under an assumption that is said.
struct Suggestion {
  /// What to do.
  enum Kind: String {
    case stopLoop = "stop_loop"
    case cheaperModel = "cheaper_model"
    case batchService = "batch_service"
    case unusedCache = "unused_cache"
    case promptCaching = "prompt_caching"
    case shorterCache = "shorter_cache"
    case longerCache = "longer_cache"
    case growingContext = "growing_context"
  }

  /// What to do.
  let kind: Kind
  /// What it would have saved in the period.
  let saving: Money
  /// What was seen, and what to do about it.
  let message: String
  /// Under what the amount holds.
  let assumption: String
  /// What the amount rests on: names and counts.
  let evidence: JSONObject

  /// The suggestion as answers show it.
  func answer(in currency: AnswerCurrency) -> JSONValue {
    [
      "kind": .string(kind.rawValue), "message": .string(message),
      "saving": .object(Answer.cost(saving, in: currency)), "assumption": .string(assumption),
      "evidence": .object(evidence),
    ]
  }
}

/// Whose calls a suggestion is about.
struct Caller: Hashable {
  /// The agent; empty where none was named.
  let agent: String
  /// The provider of the calls.
  let provider: String
  /// The catalog's id of the model.
  let model: String

  /// The names, as evidence.
  var evidence: JSONObject {
    var names = JSONObject()
    if !agent.isEmpty { names.append("agent", .string(agent)) }
    names.append("model", .string(model))
    names.append("provider", .string(provider))
    return names
  }
}
