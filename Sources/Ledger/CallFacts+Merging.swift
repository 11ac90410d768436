import JSON
import Pricing

extension CallFacts {
  /// Returns what two reports of the same call say together, whichever came first.
  ///
  /// The higher-ranking report holds; the other fills in only what it leaves out. The time is the earlier one.
  package func merged(with other: CallFacts) -> CallFacts {
    var winner = outranks(other) ? self : other
    let loser = outranks(other) ? other : self
    winner.fillAbsent(from: loser)
    winner.timestamp = min(timestamp, other.timestamp)
    return winner
  }

  /// Whether this report of a call holds against `other`.
  ///
  /// Status first (complete over partial over failed), then all tokens, then each count in the order of
  /// the meters, then the reported bill; what is left is decided by the texts, so that order of arrival
  /// never matters.
  private func outranks(_ other: CallFacts) -> Bool {
    if status != other.status { return status > other.status }
    let counts = rankingCounts
    let otherCounts = other.rankingCounts
    if counts != otherCounts { return otherCounts.lexicographicallyPrecedes(counts) }
    return other.rankingTexts.lexicographicallyPrecedes(rankingTexts, by: ExactText.precedes)
  }

  private var rankingCounts: [Int128] {
    // A unit counted as zero is not a unit that nobody counted: it may be billed otherwise.
    [Int128(usage.totalTokens)] + Meter.allCases.map { Int128(usage.quantity(of: $0) ?? -1) }
      + [reportedCost?.picodollars ?? -1, Int128(durationMilliseconds ?? -1)]
  }

  private var rankingTexts: [String] {
    let texts = [
      model, provider, serviceTier, region, sessionID, projectID, agent, mode, operation, source, machine,
      messageID ?? "", metadata ?? "", String(options.count),
    ]
    let options = options.sorted { ExactText.precedes($0.key, $1.key) }.flatMap { [$0.key, $0.value] }
    return texts + options + toolCalls
  }

  /// Whether both say the same, byte for byte.
  func isExactly(_ other: CallFacts) -> Bool {
    self == other && rankingTexts.map(ExactText.init) == other.rankingTexts.map(ExactText.init)
  }

  private mutating func fillAbsent(from other: CallFacts) {
    let texts: [WritableKeyPath<CallFacts, String>] = [
      \.sessionID, \.projectID, \.agent, \.mode, \.operation, \.provider, \.serviceTier, \.region, \.machine,
    ]
    for text in texts where self[keyPath: text].isEmpty { self[keyPath: text] = other[keyPath: text] }
    options.merge(other.options) { own, _ in own }
    reportedCost = reportedCost ?? other.reportedCost
    durationMilliseconds = durationMilliseconds ?? other.durationMilliseconds
    messageID = messageID ?? other.messageID
    metadata = metadata ?? other.metadata
    if toolCalls.isEmpty { toolCalls = other.toolCalls }
  }
}
