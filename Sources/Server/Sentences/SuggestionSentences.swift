import CivilTime
import Ledger
import Pricing
package import Service

/// Suggestions in words.
enum SuggestionSentences {
  /// Returns what was seen, and what to do about it.
  static func message(_ suggestion: Suggestion) -> String {
    switch suggestion.finding {
    case .loop(let loop): stopLoop(loop, suggestion.saving)
    case .cheaperModel(let found): cheaperModel(found)
    case .patientWork(let work): batchService(work)
    case .unusedCache(let cache): unusedCache(cache)
    case .habit(let habit): text(habit) + looked(habit)
    }
  }

  /// Returns under what the amount of a suggestion holds.
  static func assumption(_ finding: Suggestion.Finding) -> String {
    switch finding {
    case .loop(let loop): stopLoopAssumption(loop)
    case .cheaperModel(let found): cheaperModelAssumption(found)
    case .patientWork(let work): "The answers may take up to a day; \(pricesOf(work.pricesOf))."
    case .unusedCache(let cache): "Without a cache the same tokens are plain input; \(pricesOf(cache.pricesOf))."
    case .habit(let habit): assumption(habit.way)
    }
  }

  private static func cheaperModel(_ found: CheaperModel) -> String {
    "\(who(found.caller)) made \(Grouped.count(found.calls, "call")) to \(found.caller.model). \(found.instead) costs less for the same tokens and lists the same capabilities or more, and no shorter context."
  }

  private static func cheaperModelAssumption(_ found: CheaperModel) -> String {
    let other =
      found.insteadProvider == found.caller.provider
      ? ""
      : " It is sold by another provider, \(found.insteadProvider), and would count tokens in its own way."
    return "Its answers serve as well; \(pricesOf(found.pricesOf)).\(other)"
  }

  private static func batchService(_ work: PatientWork) -> String {
    "\"\(work.name)\" names work that nobody waits for, but \(Grouped.count(work.calls, "call")) ran in standard service. Batch service would do."
  }

  private static func unusedCache(_ cache: UnusedCache) -> String {
    let (caller, tokens) = (cache.caller, cache.tokens)
    return
      "\(who(caller)) wrote \(Grouped.text(tokens.cacheWrite)) tokens to the cache of \(caller.model) and read \(Grouped.text(tokens.cacheRead)) from it: the writes cost more than the reads saved. Cache only what is read again in time."
  }

  private static func text(_ habit: SessionHabit) -> String {
    let caller = habit.caller
    let tokens = "\(Grouped.text(habit.tokens)) tokens"
    let sessions = Grouped.count(habit.sessions, "session")
    switch habit.way {
    case .shorterCache:
      return
        "\(who(caller)) wrote \(tokens) to the one-hour cache of \(caller.model) in \(sessions) whose calls came within five minutes of each other. The five-minute cache is cheaper to write."
    case .longerCache:
      return
        "\(who(caller)) wrote \(tokens) to the cache of \(caller.model) again after pauses of five minutes to an hour, in \(sessions). The one-hour cache would have held them."
    case .summaries:
      return
        "\(who(caller)) sent prompts to \(caller.model) that grew from call to call in \(sessions): \(tokens) beyond \(Grouped.text(GrowingContext.size)) a call. Summarize long conversations, or begin new ones."
    case .caching:
      return "\(who(caller)) sent \(tokens) to \(caller.model) again in \(sessions) without caching them."
    }
  }

  /// Over how many sessions was looked.
  private static func looked(_ habit: SessionHabit) -> String {
    let read = Grouped.count(habit.sessionsRead, "session")
    guard habit.sessionsInPeriod > habit.sessionsRead else { return " This is of all \(read) of four calls or more." }
    return
      " This is of the costliest \(read); the period has \(Grouped.text(habit.sessionsInPeriod)) of four calls or more."
  }

  private static func stopLoop(_ loop: RunningLoop, _ cost: Money) -> String {
    let who = InsightSentences.dimensions.compactMap { dimension in
      loop.subject[dimension].map { "\(dimension.rawValue) \"\($0)\"" }
    }.joined(separator: ", ")
    let since = Instant(seconds: loop.since.seconds).rfc3339(in: loop.zone)
    let cost = cost > .zero ? ", for \(cost.decimal) USD so far" : ""
    return
      "Stop this first: \(who) has made \(Grouped.text(loop.calls)) calls without a pause since \(since)\(cost), and goes on."
  }

  private static func stopLoopAssumption(_ loop: RunningLoop) -> String {
    "A row of calls far longer than the \(Grouped.text(loop.usualCalls)) that count as usual, all of one size or with a context that grows, brings nothing new."
  }

  private static func assumption(_ way: SessionHabit.Way) -> String {
    switch way {
    case .shorterCache:
      "What is cached is read in its own session only, and each read keeps it for another five minutes."
    case .longerCache:
      "What was cached before a pause is what was written again after it; all other writes of the sessions are counted at the price of an hour."
    case .summaries:
      "No prompt is longer than \(Grouped.text(GrowingContext.size)) tokens; each summary is a call with a prompt of that size and \(Grouped.text(GrowingContext.summary)) tokens of answer, taken off the saving."
    case .caching:
      "A prompt begins with the one before it where it is no shorter and comes within five minutes; the rest is written to the cache. Prompts below \(Grouped.text(MissingCache.leastPrompt)) tokens stay as they are."
    }
  }

  private static func who(_ caller: Caller) -> String {
    caller.agent.isEmpty ? "Calls without an agent" : "Agent \"\(caller.agent)\""
  }

  private static func pricesOf(_ day: CivilDate) -> String { "at the prices of \(day)" }
}

extension Suggestion {
  /// What was seen and what to do about it, and under what its amount holds.
  package var words: (message: String, assumption: String) {
    (SuggestionSentences.message(self), SuggestionSentences.assumption(finding))
  }
}
