import CivilTime

/// Looks for hours and days with far more usage than ever.
enum SpendWatch {
  /// Returns what is unusual in each series; tokens only where the money does not tell already.
  static func anomalies(_ facts: AnomalyFacts) -> [Anomaly] {
    var found: [Anomaly] = []
    for series in facts.series {
      let spend = anomalies(in: series, .spend, facts) { $0.cost }
      found += spend
      if spend.isEmpty { found += anomalies(in: series, .tokens, facts) { $0.tokens } }
    }
    return withoutRepeats(found)
  }

  private static func anomalies(
    in series: UsageSeries, _ kind: Anomaly.Kind, _ facts: AnomalyFacts, _ amount: (UsageFigures) -> Double
  ) -> [Anomaly] {
    let baseline = Baseline(series.hours, facts, amount)
    guard baseline.isEnough else { return [] }
    var found: [Anomaly] = []
    for hour in baseline.recent {
      guard let usual = baseline.usualHour(hour) else { continue }
      let anomaly = Anomaly(
        kind: kind, severity: usual.severity, since: hour.start, until: min(facts.now, hour.end),
        subject: series.subject, measure: kind == .spend ? .dollarsPerHour : .tokensPerHour,
        observed: hour.amount,
        usual: usual.amount, cost: hour.cost)
      if let last = found.last, hour.start <= last.until.adding(milliseconds: 3_600_000) {
        found[found.count - 1] = joined(last, anomaly)
      } else {
        found.append(anomaly)
      }
    }
    if found.isEmpty, let usual = baseline.usualDay() {
      found.append(
        Anomaly(
          kind: kind, severity: usual.severity, since: baseline.todayStart, until: facts.now,
          subject: series.subject, measure: kind == .spend ? .dollarsPerDay : .tokensPerDay,
          observed: baseline.today.amount, usual: usual.amount, cost: baseline.today.cost))
    }
    return found.map { named($0, facts, amount) }
  }

  private static func joined(_ first: Anomaly, _ next: Anomaly) -> Anomaly {
    var joined = next.observed > first.observed ? next : first
    joined.since = first.since
    joined.until = next.until
    joined.severity = max(first.severity, next.severity)
    joined.cost = first.cost + next.cost
    return joined
  }

  /// Adds the dimensions that nearly all of it has in common, and leaves in its figures only what is theirs.
  private static func named(
    _ anomaly: Anomaly, _ facts: AnomalyFacts, _ amount: (UsageFigures) -> Double
  ) -> Anomaly {
    let parts = facts.recent.filter {
      $0.hour >= anomaly.since && $0.hour < anomaly.until && $0.isOf(anomaly.subject)
    }
    var named = anomaly
    named.subject.merge(AnomalyFacts.subject(of: amount, in: parts)) { own, _ in own }
    guard named.subject != anomaly.subject else { return anomaly }
    named.usualSubject = anomaly.subject
    var hours: [Instant: Double] = [:]
    named.cost = 0
    for part in parts where part.isOf(named.subject) {
      hours[part.hour, default: 0] += amount(part.usage)
      named.cost += part.usage.cost
    }
    let isOfDay = [.dollarsPerDay, .tokensPerDay].contains(anomaly.measure)
    named.observed = isOfDay ? hours.values.reduce(0, +) : hours.values.max() ?? anomaly.observed
    return named
  }

  /// Leaves out what one subject's series says again of all usage.
  private static func withoutRepeats(_ found: [Anomaly]) -> [Anomaly] {
    var kept: [Anomaly] = []
    for anomaly in found.sorted(by: { ($0.subject.count, $0.order) > ($1.subject.count, $1.order) }) {
      let isRepeat = kept.contains { other in
        other.since < anomaly.until && anomaly.since < other.until
          && anomaly.subject.allSatisfy { other.subject[$0.key] == $0.value }
      }
      if !isRepeat { kept.append(anomaly) }
    }
    return kept
  }
}
