import Ledger
import Pricing

/// Prompts that repeat the one before them, without a cache.
package enum MissingCache: ThreadFinder {
  static let way = SessionHabit.Way.caching
  /// The fewest calls that show a conversation rather than chance.
  private static let leastCalls = 5
  /// Prompts below this are cached by some providers only, or by none.
  package static let leastPrompt: Int64 = 4_096

  static func saving(in calls: [SessionCall], _ pricer: ThreadPricer) -> ThreadSaving? {
    guard calls.count >= leastCalls, calls.isConversation, calls.allSatisfy(isUncached) else { return nil }
    var saving = ThreadSaving()
    for index in calls.indices {
      guard let (usage, read) = cached(calls, index) else { continue }
      guard let difference = pricer.difference(calls[index], with: usage) else { return nil }
      saving.amount += difference
      saving.tokens += read
      if read > 0 { saving.calls += 1 }
    }
    return saving
  }

  private static func isUncached(_ call: SessionCall) -> Bool {
    call.usage.cacheReadTokens == 0 && call.usage.cacheWriteTokens == 0
  }

  /// The call's usage with its predecessor's prompt read from the cache and the rest written to it, and how much
  /// is read; nil for a prompt that is too short.
  private static func cached(_ calls: [SessionCall], _ index: Int) -> (usage: Usage, read: Int64)? {
    let prompt = calls.prompt(index)
    guard prompt >= leastPrompt else { return nil }
    var read: Int64 = 0
    if index > 0, calls.prompt(index - 1) >= leastPrompt, calls.prompt(index - 1) <= prompt,
      calls.pause(before: index) <= [SessionCall].shortCache
    {
      read = calls.prompt(index - 1)
    }
    var usage = calls[index].usage
    usage[.input] = 0
    usage[.cacheRead] = read
    usage[.cacheWrite] = prompt - read
    return (usage, read)
  }
}
