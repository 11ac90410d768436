import Ledger
import Pricing

/// Prompts that grow from call to call far beyond a size at which a conversation could be summarized.
package enum GrowingContext: ThreadFinder {
  static let way = SessionHabit.Way.summaries
  /// The size in tokens at which prompts are taken to be summarized.
  package static let size: Int64 = 64_000
  /// The tokens of a summary.
  package static let summary: Int64 = 2_000
  /// The fewest calls that show steady growth.
  private static let leastCalls = 10

  static func saving(in calls: [SessionCall], _ pricer: ThreadPricer) -> ThreadSaving? {
    guard calls.count >= leastCalls, calls.isConversation, calls.prompt(0) <= size,
      let last = calls.last, let largest = calls.indices.map(calls.prompt).max(), largest >= 2 * size
    else { return nil }
    var saving = ThreadSaving()
    for (index, call) in calls.enumerated() where calls.prompt(index) > size {
      let excess = calls.prompt(index) - size
      guard let difference = pricer.difference(call, with: shortened(call.usage, by: excess)) else { return nil }
      saving.amount += difference
      saving.calls += 1
      saving.tokens += excess
    }
    // Each leaves half of the size to grow into again.
    let summaries = (largest - size + size / 2 - 1) / (size / 2)
    let usage = Usage(disjoint: [(.input, size), (.output, summary)])
    guard let cost = pricer.cost(usage, of: last) else { return nil }
    saving.amount -= cost * summaries
    return saving
  }

  /// Takes tokens out of the prompt, the cheapest first.
  private static func shortened(_ usage: Usage, by excess: Int64) -> Usage {
    var usage = usage
    var rest = excess
    for meter in [Meter.cacheRead, .input, .cacheWrite, .cacheWrite1h] where rest > 0 && usage[meter] > 0 {
      let taken = min(rest, usage[meter])
      usage[meter] -= taken
      rest -= taken
    }
    return usage
  }
}
