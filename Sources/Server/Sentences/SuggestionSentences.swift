import CivilTime
import Insight
import Ledger
import Pricing
import Service

/// Suggestions in words.
enum SuggestionSentences {
  /// Another model does it for less.
  static func cheaperModel(_ caller: Caller, _ model: Model, calls: Int64) -> String {
    "\(who(caller)) made \(Grouped.count(calls, "call")) to \(caller.model). \(model.id) costs less for the same tokens and lists the same capabilities or more, and no shorter context."
  }

  /// What a cheaper model rests on.
  static func cheaperModelAssumption(_ model: Model, from provider: String, at: Instant) -> String {
    let other =
      model.provider == provider
      ? "" : " It is sold by another provider, \(model.provider), and would count tokens in its own way."
    return "Its answers serve as well; \(pricesOf(at)).\(other)"
  }

  /// Names say that nobody waits for the work.
  static func batchService(_ name: String, calls: Int64) -> String {
    "\"\(name)\" names work that nobody waits for, but \(Grouped.count(calls, "call")) ran in standard service. Batch service would do."
  }

  /// What batch service rests on.
  static func batchServiceAssumption(at: Instant) -> String {
    "The answers may take up to a day; \(pricesOf(at))."
  }

  /// A cache costs more than it brings.
  static func unusedCache(_ caller: Caller, _ tokens: TokenTotals) -> String {
    "\(who(caller)) wrote \(Grouped.text(tokens.cacheWrite)) tokens to the cache of \(caller.model) and read \(Grouped.text(tokens.cacheRead)) from it: the writes cost more than the reads saved. Cache only what is read again in time."
  }

  /// What a cache that is given up rests on.
  static func unusedCacheAssumption(at: Instant) -> String {
    "Without a cache the same tokens are plain input; \(pricesOf(at))."
  }

  /// What the course of sessions shows.
  static func text(_ kind: Suggestion.Kind, _ caller: Caller, _ saving: ThreadSaving) -> String {
    let tokens = "\(Grouped.text(saving.tokens)) tokens"
    let sessions = Grouped.count(saving.sessions, "session")
    switch kind {
    case .shorterCache:
      return
        "\(who(caller)) wrote \(tokens) to the one-hour cache of \(caller.model) in \(sessions) whose calls came within five minutes of each other. The five-minute cache is cheaper to write."
    case .longerCache:
      return
        "\(who(caller)) wrote \(tokens) to the cache of \(caller.model) again after pauses of five minutes to an hour, in \(sessions). The one-hour cache would have held them."
    case .growingContext:
      return
        "\(who(caller)) sent prompts to \(caller.model) that grew from call to call in \(sessions): \(tokens) beyond \(Grouped.text(GrowingContext.size)) a call. Summarize long conversations, or begin new ones."
    default:
      return "\(who(caller)) sent \(tokens) to \(caller.model) again in \(sessions) without caching them."
    }
  }

  /// Over how many sessions was looked.
  static func looked(at courses: SessionCourses) -> String {
    let read = Int64(courses.read.count)
    guard courses.count > courses.read.count else {
      return " This is of all \(Grouped.count(read, "session")) of four calls or more."
    }
    return
      " This is of the costliest \(Grouped.count(read, "session")); the period has \(Grouped.text(Int64(courses.count))) of four calls or more."
  }

  /// A loop that still runs.
  static func stopLoop(_ loop: Anomaly, _ cost: Money, _ zone: Zone) -> String {
    let who = InsightSentences.dimensions.compactMap { dimension in
      loop.subject[dimension.rawValue].map { "\(dimension.rawValue) \"\($0)\"" }
    }.joined(separator: ", ")
    let since = Instant(seconds: loop.since.seconds).rfc3339(in: zone)
    let cost = cost > .zero ? ", for \(cost.decimal) USD so far" : ""
    return
      "Stop this first: \(who) has made \(Grouped.text(Int64(loop.observed))) calls without a pause since \(since)\(cost), and goes on."
  }

  /// What makes it a loop.
  static func stopLoopAssumption(_ loop: Anomaly) -> String {
    "A row of calls far longer than the \(Grouped.text(Int64(loop.usual))) that count as usual, all of one size or with a context that grows, brings nothing new."
  }

  /// What the amount of a suggestion from sessions rests on.
  static func assumption(_ kind: Suggestion.Kind) -> String {
    switch kind {
    case .shorterCache:
      "What is cached is read in its own session only, and each read keeps it for another five minutes."
    case .longerCache:
      "What was cached before a pause is what was written again after it; all other writes of the sessions are counted at the price of an hour."
    case .growingContext:
      "No prompt is longer than \(Grouped.text(GrowingContext.size)) tokens; each summary is a call with a prompt of that size and \(Grouped.text(GrowingContext.summary)) tokens of answer, taken off the saving."
    default:
      "A prompt begins with the one before it where it is no shorter and comes within five minutes; the rest is written to the cache. Prompts below \(Grouped.text(MissingCache.leastPrompt)) tokens stay as they are."
    }
  }

  private static func who(_ caller: Caller) -> String {
    caller.agent.isEmpty ? "Calls without an agent" : "Agent \"\(caller.agent)\""
  }

  private static func pricesOf(_ instant: Instant) -> String {
    "at the prices of \(Zone.utc.date(at: instant))"
  }
}
