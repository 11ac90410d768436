import CivilTime
package import Insight
import JSON
package import Ledger
import Service

extension LedgerService {
  /// Returns what is unusual in the newest ``AnomalyFacts/recentHours`` hours, the gravest first.
  ///
  /// Reads totals and at most some hundred records, so it may be asked every few minutes. An anomaly is found
  /// again as long as it lies in these hours; its `kind`, `subject` and `since` stay while it goes on.
  /// - Throws: ``ToolFailure`` when the ledger cannot be read.
  package func anomalies(filter: UsageFilter = .none) throws -> [Anomaly] {
    let zone = try limitCalendar().zone
    return try ledger.consistently {
      try AnomalySearch(service: self, filter: filter, zone: zone, now: now()).anomalies()
    }
  }

  /// Returns an anomaly in one sentence, in US dollars.
  package static func sentence(of anomaly: Anomaly) -> String { InsightSentences.anomaly(anomaly) }
}

/// `anomalies` of `get_usage`.
enum AnomalyAnswer {
  /// Returns each anomaly with its sentence and its figures, which are in US dollars.
  static func list(_ anomalies: [Anomaly], _ zone: Zone) -> JSONValue {
    .array(anomalies.map { .object(answer($0, zone)) })
  }

  private static func answer(_ anomaly: Anomaly, _ zone: Zone) -> JSONObject {
    var subject = JSONObject()
    for dimension in InsightSentences.dimensions {
      if let text = anomaly.subject[dimension.rawValue] { subject.append(dimension.rawValue, .string(text)) }
    }
    var evidence: JSONObject = [
      "measure": .string(anomaly.measure.rawValue), "observed": Estimate.figure(anomaly.observed),
      "usual": Estimate.figure(anomaly.usual),
    ]
    if let factor = anomaly.factor { evidence.append("factor", Estimate.figure(factor)) }
    if anomaly.cost > 0 { evidence.append("cost_usd", Estimate.figure(anomaly.cost)) }
    return [
      "kind": .string(anomaly.kind.rawValue), "severity": .string(anomaly.severity.rawValue),
      "message": .string(InsightSentences.anomaly(anomaly)), "since": Answer.time(anomaly.since, zone),
      "until": Answer.time(anomaly.until, zone), "subject": .object(subject), "evidence": .object(evidence),
    ]
  }
}
