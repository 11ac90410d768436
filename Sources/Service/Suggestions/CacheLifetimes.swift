import Ledger
import Pricing

/// Writes to the one-hour cache between calls that the five-minute cache would have served as well.
enum ShorterCache: ThreadFinder {
  static let way = SessionHabit.Way.shorterCache

  static func saving(in calls: [SessionCall], _ pricer: ThreadPricer) -> ThreadSaving? {
    guard calls.count > 1, calls.indices.dropFirst().allSatisfy({ calls.pause(before: $0) <= [SessionCall].shortCache })
    else { return nil }
    var saving = ThreadSaving()
    for call in calls where call.usage[.cacheWrite1h] > 0 {
      var usage = call.usage
      usage[.cacheWrite] += usage[.cacheWrite1h]
      usage[.cacheWrite1h] = 0
      guard let difference = pricer.difference(call, with: usage) else { return nil }
      saving.amount += difference
      saving.calls += 1
      saving.tokens += call.usage[.cacheWrite1h]
    }
    return saving
  }
}

/// Prompts that were written to the five-minute cache again after a pause, which the one-hour cache would have held.
enum LongerCache: ThreadFinder {
  static let way = SessionHabit.Way.longerCache

  static func saving(in calls: [SessionCall], _ pricer: ThreadPricer) -> ThreadSaving? {
    guard calls.count > 1, calls.allSatisfy({ $0.usage[.cacheWrite1h] == 0 }) else { return nil }
    var saving = ThreadSaving()
    for index in calls.indices where calls[index].usage[.cacheWrite] > 0 {
      let again = index > 0 ? writtenAgain(calls, index) : 0
      var usage = calls[index].usage
      usage[.cacheRead] += again
      usage[.cacheWrite1h] = usage[.cacheWrite] - again
      usage[.cacheWrite] = 0
      // Every write is dearer for it, those that were not repeated too.
      guard let difference = pricer.difference(calls[index], with: usage) else { return nil }
      saving.amount += difference
      saving.tokens += again
      if again > 0 { saving.calls += 1 }
    }
    return saving.tokens > 0 ? saving : nil
  }

  /// How much of what was cached at the call before was written again after a pause of more than five minutes.
  private static func writtenAgain(_ calls: [SessionCall], _ index: Int) -> Int64 {
    let pause = calls.pause(before: index)
    guard pause > [SessionCall].shortCache, pause <= [SessionCall].longCache else { return 0 }
    let before = calls[index - 1].usage
    let lost = before[.cacheRead] + before[.cacheWrite] - calls[index].usage[.cacheRead]
    return max(0, min(lost, calls[index].usage[.cacheWrite]))
  }
}
