package import Insight
package import Ledger

extension LedgerService {
  /// Returns what is unusual in the newest ``AnomalyFacts/recentHours`` hours, the gravest first.
  ///
  /// Reads totals and at most some hundred records, so it may be asked every few minutes. An anomaly is found
  /// again as long as it lies in these hours; its `kind`, `subject` and `since` stay while it goes on.
  package func anomalies(filter: UsageFilter = .none) throws -> [Anomaly] {
    let zone = try limitCalendar().zone
    return try ledger.consistently {
      try AnomalySearch(service: self, filter: filter, zone: zone, now: now()).anomalies()
    }
  }
}
