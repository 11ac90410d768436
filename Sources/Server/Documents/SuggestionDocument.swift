import JSON
import Ledger
import Service

/// `suggestions` of `get_usage`.
enum SuggestionDocument {
  /// Returns a suggestion in words, with its saving in a currency and what it rests on.
  static func value(_ suggestion: Suggestion, in currency: AnswerCurrency) -> JSONValue {
    [
      "kind": .string(suggestion.kind.rawValue), "message": .string(SuggestionSentences.message(suggestion)),
      "saving": .object(Answer.cost(suggestion.saving, in: currency)),
      "assumption": .string(SuggestionSentences.assumption(suggestion.finding)),
      "evidence": .object(evidence(suggestion.finding)),
    ]
  }

  private static func evidence(_ finding: Suggestion.Finding) -> JSONObject {
    switch finding {
    case .loop(let loop): evidence(loop)
    case .cheaperModel(let found): evidence(found)
    case .patientWork(let work): evidence(work)
    case .unusedCache(let cache): evidence(cache)
    case .habit(let habit): evidence(habit)
    }
  }

  private static func evidence(_ loop: RunningLoop) -> JSONObject {
    var evidence = JSONObject()
    for dimension in InsightSentences.dimensions {
      if let text = loop.subject[dimension] { evidence.append(dimension.rawValue, .string(text)) }
    }
    evidence.append("calls", Answer.integer(loop.calls))
    evidence.append("since", Answer.time(loop.since, loop.zone))
    return evidence
  }

  private static func evidence(_ found: CheaperModel) -> JSONObject {
    var evidence = names(found.caller)
    evidence.append("instead", .string(found.instead))
    evidence.append("instead_provider", .string(found.insteadProvider))
    evidence.append("calls", Answer.integer(found.calls))
    return evidence
  }

  private static func evidence(_ work: PatientWork) -> JSONObject {
    [
      "name": .string(work.name), "calls": Answer.integer(work.calls),
      "models": .array(work.models.map(JSONValue.string)),
    ]
  }

  private static func evidence(_ cache: UnusedCache) -> JSONObject {
    var evidence = names(cache.caller)
    evidence.append("cache_write", Answer.integer(cache.tokens.cacheWrite))
    evidence.append("cache_read", Answer.integer(cache.tokens.cacheRead))
    return evidence
  }

  private static func evidence(_ habit: SessionHabit) -> JSONObject {
    var evidence = names(habit.caller)
    evidence.append("sessions", Answer.integer(habit.sessions))
    evidence.append("sessions_looked_at", Answer.integer(habit.sessionsRead))
    if habit.sessionsInPeriod > habit.sessionsRead {
      evidence.append("sessions_in_period", Answer.integer(habit.sessionsInPeriod))
    }
    evidence.append("calls", Answer.integer(habit.calls))
    evidence.append("tokens", Answer.integer(habit.tokens))
    return evidence
  }

  private static func names(_ caller: Caller) -> JSONObject {
    var names = JSONObject()
    if !caller.agent.isEmpty { names.append("agent", .string(caller.agent)) }
    names.append("model", .string(caller.model))
    names.append("provider", .string(caller.provider))
    return names
  }
}
