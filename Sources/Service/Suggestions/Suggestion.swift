package import CivilTime
package import Ledger
package import Pricing

/// A saving that the records of a period prove, under an assumption that goes with its kind.
package struct Suggestion: Sendable, Hashable {
  /// What was seen.
  package enum Finding: Sendable, Hashable {
    /// A loop still runs.
    case loop(RunningLoop)
    /// Another model does it for less.
    case cheaperModel(CheaperModel)
    /// Work that nobody waits for ran in standard service.
    case patientWork(PatientWork)
    /// A cache costs more than it brings.
    case unusedCache(UnusedCache)
    /// The course of sessions shows another way.
    case habit(SessionHabit)
  }

  /// What to do.
  package enum Kind: String, Sendable, CaseIterable {
    case stopLoop = "stop_loop"
    case cheaperModel = "cheaper_model"
    case batchService = "batch_service"
    case unusedCache = "unused_cache"
    case promptCaching = "prompt_caching"
    case shorterCache = "shorter_cache"
    case longerCache = "longer_cache"
    case growingContext = "growing_context"
  }

  /// What was seen, and what the amount rests on.
  package let finding: Finding
  /// What it would have saved in the period; what a loop has cost so far.
  package let saving: Money

  /// What to do.
  package var kind: Kind {
    switch finding {
    case .loop: .stopLoop
    case .cheaperModel: .cheaperModel
    case .patientWork: .batchService
    case .unusedCache: .unusedCache
    case .habit(let habit): habit.way.kind
    }
  }

  /// Puts suggestions of the same saving into an order, the same on each look.
  var order: [String] {
    switch finding {
    case .loop: []
    case .cheaperModel(let found): found.caller.order + [kind.rawValue]
    case .patientWork(let found): [found.name, kind.rawValue]
    case .unusedCache(let found): found.caller.order + [kind.rawValue]
    case .habit(let found): found.caller.order + [kind.rawValue]
    }
  }
}

/// Whose calls a suggestion is about.
package struct Caller: Sendable, Hashable {
  /// The agent; empty where none was named.
  package let agent: String
  /// The provider of the calls.
  package let provider: String
  /// The catalog's id of the model.
  package let model: String

  fileprivate var order: [String] { [agent, model, provider] }
}

/// A row of calls that goes on and brings nothing new.
package struct RunningLoop: Sendable, Hashable {
  /// Whose it is.
  package let subject: [Dimension: String]
  /// How many calls it has made.
  package let calls: Int64
  /// Up to how many calls without a pause count as usual.
  package let usualCalls: Int64
  /// When it began.
  package let since: Instant
  /// The zone of limits, in which times are told.
  package let zone: Zone
}

/// A model that lists as much as the one that was called, and costs less.
package struct CheaperModel: Sendable, Hashable {
  /// Whose calls they are.
  package let caller: Caller
  /// How many calls were made.
  package let calls: Int64
  /// The catalog's id of the cheaper model.
  package let instead: String
  /// Its provider.
  package let insteadProvider: String
  /// The UTC day whose prices were applied.
  package let pricesOf: CivilDate
}

/// Calls in standard service whose name says that nobody waits for them.
package struct PatientWork: Sendable, Hashable {
  /// The agent, mode or operation.
  package let name: String
  /// How many calls were made.
  package let calls: Int64
  /// The models that were called, in order.
  package let models: [String]
  /// The UTC day whose prices were applied.
  package let pricesOf: CivilDate
}

/// A cache whose writes cost more than its reads saved.
package struct UnusedCache: Sendable, Hashable {
  /// Whose calls they are.
  package let caller: Caller
  /// What they used, the tokens written to the cache and read from it among it.
  package let tokens: TokenTotals
  /// The UTC day whose prices were applied.
  package let pricesOf: CivilDate
}

/// What the course of sessions shows, call after call.
package struct SessionHabit: Sendable, Hashable {
  /// Another way to make such calls.
  package enum Way: Sendable, Hashable {
    /// To cache prompts that repeat.
    case caching
    /// To use the five-minute cache in place of the one-hour cache.
    case shorterCache
    /// To use the one-hour cache in place of the five-minute cache.
    case longerCache
    /// To summarize long conversations.
    case summaries

    /// What to do.
    package var kind: Suggestion.Kind {
      switch self {
      case .caching: .promptCaching
      case .shorterCache: .shorterCache
      case .longerCache: .longerCache
      case .summaries: .growingContext
      }
    }
  }

  /// The other way.
  package let way: Way
  /// Whose calls they are.
  package let caller: Caller
  /// In how many sessions it would have saved.
  package let sessions: Int64
  /// How many sessions were looked at, the costliest first.
  package let sessionsRead: Int64
  /// How many sessions of four calls or more the period has.
  package let sessionsInPeriod: Int64
  /// How many calls would have been cheaper.
  package let calls: Int64
  /// How many tokens it is about: those sent again, written again, or beyond the size of a summary.
  package let tokens: Int64
}
