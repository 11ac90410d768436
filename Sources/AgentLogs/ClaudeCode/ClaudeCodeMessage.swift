import Ledger
import Pricing

/// The calls that lines of one message tell of: the answer, and what was called on its way.
struct ClaudeCodeMessage {
  private(set) var calls: [LoggedCall]

  /// What is said of the same message; an empty one is of none.
  func isSame(as other: ClaudeCodeMessage) -> Bool {
    !calls.isEmpty && !other.calls.isEmpty && calls[0].keys == other.calls[0].keys
      && calls[0].isOnTheSide == other.calls[0].isOnTheSide
  }

  /// Whether nothing was used.
  var isEmpty: Bool { calls.indices.allSatisfy { calls[$0].facts.usage.isEmpty } }

  /// Returns one message for two lines of it, where one of them tells all that the other does; nil where neither does.
  ///
  /// The ledger would join the two to the same, only more slowly.
  func joined(with other: ClaudeCodeMessage) -> ClaudeCodeMessage? {
    // The later line mostly tells of more.
    if other.covers(self) { return other.dated(by: self) }
    return covers(other) ? dated(by: other) : nil
  }

  /// The message with the earlier of both times.
  private func dated(by smaller: ClaudeCodeMessage) -> ClaudeCodeMessage {
    var dated = self
    for index in smaller.calls.indices where !smaller.calls[index].facts.usage.isEmpty {
      dated.calls[index].facts.timestamp =
        min(smaller.calls[index].facts.timestamp, calls[index].facts.timestamp)
    }
    return dated
  }

  private func covers(_ other: ClaudeCodeMessage) -> Bool {
    calls.count >= other.calls.count
      && other.calls.indices.allSatisfy { other.calls[$0].facts.usage.isEmpty || calls[$0].covers(other.calls[$0]) }
  }
}

extension LoggedCall {
  /// Whether another report of the call would change nothing but its time: it says the same, or less of the same.
  fileprivate func covers(_ other: LoggedCall) -> Bool {
    var alike = other
    (alike.facts.usage, alike.facts.status) = (facts.usage, facts.status)
    alike.facts.timestamp = facts.timestamp
    guard self == alike else { return false }
    if facts.usage == other.facts.usage, facts.status == other.facts.status { return true }
    let (tokens, others) = (facts.usage.totalTokens, other.facts.usage.totalTokens)
    return (facts.status, tokens) > (other.facts.status, others)
      && other.facts.usage.entries.allSatisfy { count in
        // Units that were counted as none are said, tokens are not.
        count.meter.isToken
          ? count.quantity == 0 || facts.usage[count.meter] > 0 : facts.usage.quantity(of: count.meter) != nil
      }
  }
}
