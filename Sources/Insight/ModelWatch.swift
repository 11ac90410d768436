import CivilTime

/// Looks for a sudden switch to a model that costs far more per token.
enum ModelWatch {
  /// Calls that must have been made before, to know what is usual.
  private static let neededCallsBefore = 50.0
  /// Calls with the new model from which on it is a switch and no trial.
  private static let fewestCalls = 10.0

  /// Returns the callers whose tokens now go mostly to a dear model that they hardly used before.
  static func anomalies(_ facts: AnomalyFacts) -> [Anomaly] {
    let before = byCaller(facts.before)
    var found: [Anomaly] = []
    for (caller, models) in byCaller(facts.recent.filter { $0.hour > facts.recentStart }) {
      guard let usual = before[caller] else { continue }
      for (model, usage) in models {
        guard let anomaly = anomaly(caller, model, usage, among: models, usual, facts) else { continue }
        found.append(anomaly)
      }
    }
    return found
  }

  /// Whoever chooses a model.
  private struct Caller: Hashable {
    let user, agent: String

    init(_ subject: [String: String]) {
      user = subject["user_id"] ?? ""
      agent = subject["agent"] ?? ""
    }
  }

  private static func byCaller(_ parts: [SubjectUsage]) -> [Caller: [String: UsageFigures]] {
    var callers: [Caller: [String: UsageFigures]] = [:]
    for part in parts {
      callers[Caller(part.subject), default: [:]][part.subject["model"] ?? "", default: UsageFigures()] +=
        part.usage
    }
    return callers
  }

  private static func anomaly(
    _ caller: Caller, _ model: String, _ usage: UsageFigures, among models: [String: UsageFigures],
    _ usual: [String: UsageFigures], _ facts: AnomalyFacts
  ) -> Anomaly? {
    let now = sum(models)
    let before = sum(usual)
    guard usage.requests >= fewestCalls, before.requests >= neededCallsBefore, before.cost > 0,
      before.tokens > 0,
      usage.tokens >= 0.5 * now.tokens, usage.tokens > 0,
      (usual[model]?.tokens ?? 0) < 0.05 * before.tokens
    else { return nil }
    let price = usage.cost / usage.tokens
    let usualPrice = before.cost / before.tokens
    guard price >= 2 * usualPrice else { return nil }
    let hours = facts.recent.filter { Caller($0.subject) == caller && $0.subject["model"] == model }.map(
      \.hour)
    var subject = ["user_id": caller.user, "agent": caller.agent, "model": model]
    subject = subject.filter { !$0.value.isEmpty }
    return Anomaly(
      kind: .dearerModel, severity: price >= 5 * usualPrice ? .warning : .notice,
      since: hours.min() ?? facts.now,
      until: facts.now, subject: subject, measure: .dollarsPerMillionTokens, observed: price * 1_000_000,
      usual: usualPrice * 1_000_000, cost: usage.cost)
  }

  private static func sum(_ models: [String: UsageFigures]) -> UsageFigures {
    models.values.reduce(into: UsageFigures()) { $0 += $1 }
  }
}
