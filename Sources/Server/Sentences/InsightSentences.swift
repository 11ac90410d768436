package import CivilTime
package import Insight
import Ledger
import Pricing
package import Service

/// What forecasts and anomalies say to a reader.
enum InsightSentences {
  /// Why there is no forecast.
  static func shortage(_ shortage: HistoryShortage) -> String {
    let days = UsageHistory.neededDays
    let busy = UsageHistory.neededBusyDays
    return
      "Too little history for a forecast: \(Grouped.count(Int64(shortage.days), "whole day")) since the first usage, "
      + "\(shortage.busyDays) of them with usage; it needs \(days), \(busy) of them with usage."
  }

  /// When a limit will be used up.
  static func exhaustion(_ forecast: LimitForecast, _ zone: Zone) -> String {
    let (state, exhaustion) = (forecast.state, forecast.exhaustion)
    let until = forecast.until.rfc3339(in: zone)
    if state.used >= state.rule.limit {
      return "\(state.rule.id) is used up" + (state.resetsAt == nil ? "." : " until \(until).")
    }
    if exhaustion.expected != nil { return "\(state.rule.id) will probably be used up before \(until)." }
    if exhaustion.earliest != nil { return "\(state.rule.id) may be used up before \(until)." }
    return "\(state.rule.id) will probably hold until \(until)."
  }

  /// An anomaly in one sentence.
  static func anomaly(_ anomaly: Anomaly) -> String {
    let observed = number(anomaly.observed)
    let times = times(anomaly)
    switch anomaly.measure {
    case .dollarsPerHour: return "Spending of \(observed) USD in an hour\(times)\(whose(anomaly))."
    case .dollarsPerDay: return "Spending of \(observed) USD today\(times)\(whose(anomaly))."
    case .tokensPerHour: return "\(observed) tokens in an hour\(times)\(whose(anomaly))."
    case .tokensPerDay: return "\(observed) tokens today\(times)\(whose(anomaly))."
    case .callsInARow:
      return
        "\(observed) calls without a pause, where up to \(number(anomaly.usual)) count as usual\(whose(anomaly))."
    case .dollarsPerMillionTokens:
      return "A switch to \(anomaly.subject["model"] ?? "a model") at \(observed) USD per million tokens"
        + "\(times)\(whose(anomaly, but: "model"))."
    case .shareOfCalls:
      return "\(percent(anomaly.observed)) of calls have no price, usually \(percent(anomaly.usual)): "
        + "cost is too low\(whose(anomaly))."
    }
  }

  /// How far a figure is above the usual one, and whose usual one that is.
  private static func times(_ anomaly: Anomaly) -> String {
    guard let factor = anomaly.factor else { return ", where next to nothing is usual" }
    let span = [.dollarsPerDay, .tokensPerDay].contains(anomaly.measure) ? " of a day" : ""
    var owner = ""
    if let subject = anomaly.usualSubject {
      owner = subject["user_id"].map { " of user_id \"\($0)\"" } ?? " of all usage"
    }
    return ", \(number(factor)) times the usual \(number(anomaly.usual))\(span)\(owner)"
  }

  /// The dimensions of an anomaly, in the order in which they are told.
  static let dimensions: [Dimension] = [.userID, .projectID, .agent, .sessionID, .model]

  private static func whose(_ anomaly: Anomaly, but left: String = "") -> String {
    let parts = dimensions.compactMap { dimension in
      anomaly.subject[dimension.rawValue].map { (dimension.rawValue, $0) }
    }.filter { $0.0 != left }.map { "\($0.0) \"\($0.1)\"" }
    return parts.isEmpty ? "" : ", by " + parts.joined(separator: ", ")
  }

  /// A figure with three digits; whole numbers in groups.
  private static func number(_ value: Double) -> String {
    value >= 1_000 ? Grouped.text(Estimate.count(value)) : Estimate.money(value).decimal
  }

  private static func percent(_ share: Double) -> String { Estimate.money(share * 100).decimal + " %" }
}

extension HistoryShortage {
  /// Why there is no forecast.
  package var sentence: String { InsightSentences.shortage(self) }
}

extension LimitForecast {
  /// Returns when the limit will be used up, its time in a zone.
  package func sentence(in zone: Zone) -> String { InsightSentences.exhaustion(self, zone) }
}

extension LedgerService {
  /// Returns an anomaly in one sentence, in US dollars.
  package static func sentence(of anomaly: Anomaly) -> String { InsightSentences.anomaly(anomaly) }
}
