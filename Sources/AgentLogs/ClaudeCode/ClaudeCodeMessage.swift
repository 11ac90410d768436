import Ledger
import Pricing

/// The calls that lines of one message tell of: the answer, and what was called on its way.
struct ClaudeCodeMessage {
  private(set) var calls: [LoggedCall]

  /// What is said of the same message; an empty one is of none.
  func isSame(as other: ClaudeCodeMessage) -> Bool {
    !calls.isEmpty && calls.first?.keys == other.calls.first?.keys
      && calls.first?.isOnTheSide == other.calls.first?.isOnTheSide
  }

  /// Whether nothing was used.
  var isEmpty: Bool { calls.allSatisfy { $0.facts.usage.isEmpty } }

  /// Returns one message for two lines of it, where one of them tells all that the other does; nil where neither does.
  ///
  /// The ledger would join the two to the same, only more slowly.
  func joined(with other: ClaudeCodeMessage) -> ClaudeCodeMessage? {
    let (larger, smaller) = other.covers(self) ? (other, self) : (self, other)
    guard larger.covers(smaller) else { return nil }
    var joined = larger
    for (index, call) in smaller.calls.enumerated() where !call.facts.usage.isEmpty {
      joined.calls[index].facts.timestamp = min(call.facts.timestamp, larger.calls[index].facts.timestamp)
    }
    return joined
  }

  private func covers(_ other: ClaudeCodeMessage) -> Bool {
    calls.count >= other.calls.count
      && zip(calls, other.calls).allSatisfy { $1.facts.usage.isEmpty || $0.covers($1) }
  }
}

extension LoggedCall {
  /// Whether another report of the call would change nothing but its time: it says the same, or less of the same.
  fileprivate func covers(_ other: LoggedCall) -> Bool {
    var alike = other
    alike.facts.timestamp = facts.timestamp
    if self == alike { return true }
    (alike.facts.usage, alike.facts.status) = (facts.usage, facts.status)
    let (tokens, others) = (facts.usage.totalTokens, other.facts.usage.totalTokens)
    return self == alike && (facts.status, tokens) > (other.facts.status, others)
      && other.facts.usage.entries.allSatisfy { count in
        // Units that were counted as none are said, tokens are not.
        count.meter.isToken
          ? count.quantity == 0 || facts.usage[count.meter] > 0 : facts.usage.quantity(of: count.meter) != nil
      }
  }
}
