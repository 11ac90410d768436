import CivilTime
import Ledger
import Pricing

/// Finds what the course of sessions shows, call after call.
struct SessionReview {
  let prices: PriceRegistry

  private static let finders: [any ThreadFinder.Type] = [
    MissingCache.self, ShorterCache.self, LongerCache.self, GrowingContext.self,
  ]

  private struct Question: Hashable {
    let way: SessionHabit.Way
    let caller: Caller
  }

  /// Returns at most one suggestion of each kind for each agent and model, over all sessions that were read.
  func suggestions(_ courses: SessionCourses) throws -> [Suggestion] {
    var found: [Question: ThreadSaving] = [:]
    for session in courses.read {
      var seen: Set<Question> = []
      for thread in session {
        guard let pricer = try ThreadPricer(thread.context, prices) else { continue }
        let caller = Caller(agent: thread.context.agent, provider: thread.context.provider, model: pricer.model.id)
        for finder in Self.finders {
          guard let saving = finder.saving(in: thread.calls, pricer), saving.amount > .zero else { continue }
          let question = Question(way: finder.way, caller: caller)
          let isFirst = seen.insert(question).inserted
          found[question, default: ThreadSaving()].add(saving, newSession: isFirst)
        }
      }
    }
    return found.map { question, saving in Self.suggestion(question, saving, courses) }
  }

  private static func suggestion(
    _ question: Question, _ saving: ThreadSaving, _ courses: SessionCourses
  ) -> Suggestion {
    let habit = SessionHabit(
      way: question.way, caller: question.caller, sessions: saving.sessions, sessionsRead: Int64(courses.read.count),
      sessionsInPeriod: Int64(courses.count), calls: saving.calls, tokens: saving.tokens)
    return Suggestion(finding: .habit(habit), saving: saving.amount)
  }
}

/// What another way would have saved on the calls of a thread.
struct ThreadSaving {
  /// The amount.
  var amount = Money.zero
  /// How many calls would have been cheaper, or dearer, for it.
  var calls: Int64 = 0
  /// How many tokens it is about: which, the kind of suggestion says.
  var tokens: Int64 = 0
  /// In how many sessions.
  var sessions: Int64 = 0

  /// Adds that of another thread.
  mutating func add(_ other: ThreadSaving, newSession: Bool) {
    amount += other.amount
    calls += other.calls
    tokens += other.tokens
    if newSession { sessions += 1 }
  }
}

/// A way to save on calls that follow each other.
protocol ThreadFinder: SendableMetatype {
  /// What is suggested.
  static var way: SessionHabit.Way { get }
  /// Returns what it would have saved; nil where the calls are not of that sort, or a price is missing.
  static func saving(in calls: [SessionCall], _ pricer: ThreadPricer) -> ThreadSaving?
}

/// Prices the calls of a thread, each by the prices of its time.
struct ThreadPricer {
  /// The model that was called.
  let model: Model
  private let context: SessionThread.Context

  /// Finds the model; nil where the catalog does not know it, or it is not for text.
  init?(_ context: SessionThread.Context, _ prices: PriceRegistry) throws(PricingError) {
    guard let model = try prices.resolve(context.pricedAs, provider: context.provider),
      WorkKind(model.kind) == .text
    else { return nil }
    self.model = model
    self.context = context
  }

  /// Returns what `call` would cost with `usage`, of which its prompt decides on long-context prices.
  func cost(_ usage: Usage, of call: SessionCall) -> Money? {
    let conditions = PricingConditions(
      at: call.time, serviceTier: context.serviceTier.isEmpty ? nil : context.serviceTier,
      region: context.region.isEmpty ? nil : context.region)
    do {
      return try model.cost(of: usage, under: conditions)?.amount
    } catch {
      // Counts that no call can have prove nothing.
      return nil
    }
  }

  /// Returns how much less `call` would have cost with `usage`; less than nothing where more.
  func difference(_ call: SessionCall, with usage: Usage) -> Money? {
    guard let own = cost(call.usage, of: call), let other = cost(usage, of: call) else { return nil }
    return own - other
  }
}

extension [SessionCall] {
  /// For how long a cache keeps what was written to it for five minutes, from its last use, in milliseconds.
  static var shortCache: Int64 { 300_000 }
  /// For how long one of an hour does.
  static var longCache: Int64 { 3_600_000 }

  /// Returns the milliseconds between the call at `index` and the one before it.
  func pause(before index: Int) -> Int64 { self[index].time.milliseconds - self[index - 1].time.milliseconds }

  /// Returns the prompt of the call at `index`, cached tokens included.
  func prompt(_ index: Int) -> Int64 { self[index].usage.inputTokens }

  /// Whether prompts go on from those before them: four of five are no shorter than the one before.
  var isConversation: Bool {
    let steady = indices.dropFirst().count { prompt($0) >= prompt($0 - 1) }
    return count > 1 && steady * 5 >= (count - 1) * 4
  }
}
