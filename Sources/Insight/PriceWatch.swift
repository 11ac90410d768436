import CivilTime

/// Looks for usage that has begun to be without a price.
enum PriceWatch {
  /// Unpriced calls from which on it matters.
  private static let fewestCalls = 5.0
  /// The share of all calls from which on it matters.
  private static let leastShare = 0.05
  /// The dimensions by which what was before is known.
  private static let knownBefore: Set<String> = ["user_id", "agent", "model"]

  /// Returns the share of unpriced calls, where it is three times what it was, or more.
  static func anomalies(_ facts: AnomalyFacts) -> [Anomaly] {
    let recent = facts.recent.filter { $0.hour > facts.recentStart }
    let now = sum(recent)
    let before = sum(facts.before)
    guard now.unpriced >= fewestCalls, now.unpriced >= leastShare * now.requests else { return [] }
    let share = now.unpriced / now.requests
    let usual = before.requests > 0 ? before.unpriced / before.requests : 0
    guard share >= 3 * usual else { return [] }
    let hours = recent.filter { $0.usage.unpriced > 0 }.map(\.hour)
    // The figures are those of whom the anomaly names.
    let subject = AnomalyFacts.subject(of: { $0.unpriced }, in: recent)
    let own = sum(recent.filter { $0.isOf(subject) })
    let known = subject.filter { Self.knownBefore.contains($0.key) }
    let ownBefore = sum(facts.before.filter { $0.isOf(known) })
    return [
      Anomaly(
        kind: .unpriced, severity: share >= 0.5 ? .warning : .notice, since: hours.min() ?? facts.now,
        until: facts.now, subject: subject, measure: .shareOfCalls, observed: own.unpriced / own.requests,
        usual: ownBefore.requests > 0 ? ownBefore.unpriced / ownBefore.requests : 0, cost: 0)
    ]
  }

  private static func sum(_ parts: [SubjectUsage]) -> UsageFigures {
    parts.reduce(into: UsageFigures()) { $0 += $1.usage }
  }
}
