import CivilTime
import Insight
import JSON
import Ledger
import Service

/// `anomalies` of `get_usage`.
enum AnomalyDocument {
  /// Returns each anomaly with its sentence and its figures, which are in US dollars.
  static func list(_ anomalies: [Anomaly], _ zone: Zone) -> JSONValue {
    .array(anomalies.map { .object(object($0, zone)) })
  }

  private static func object(_ anomaly: Anomaly, _ zone: Zone) -> JSONObject {
    var evidence: JSONObject = [
      "measure": .string(anomaly.measure.rawValue), "observed": Estimate.figure(anomaly.observed),
      "usual": Estimate.figure(anomaly.usual),
    ]
    if let factor = anomaly.factor { evidence.append("factor", Estimate.figure(factor)) }
    if anomaly.cost > 0 { evidence.append("cost_usd", Estimate.figure(anomaly.cost)) }
    return [
      "kind": .string(anomaly.kind.rawValue), "severity": .string(anomaly.severity.rawValue),
      "message": .string(InsightSentences.anomaly(anomaly)), "since": Answer.time(anomaly.since, zone),
      "until": Answer.time(anomaly.until, zone), "subject": .object(subject(of: anomaly)),
      "evidence": .object(evidence),
    ]
  }

  /// Returns whose usage an anomaly is, in the order in which dimensions are told.
  static func subject(of anomaly: Anomaly) -> JSONObject {
    var subject = JSONObject()
    for dimension in InsightSentences.dimensions {
      if let text = anomaly.subject[dimension.rawValue] { subject.append(dimension.rawValue, .string(text)) }
    }
    return subject
  }
}
