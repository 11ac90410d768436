/// The hours of one subject over some weeks, against which its newest ones are held.
package struct UsageSeries: Sendable, Hashable {
  /// The texts of the dimensions that all hours share; none for all usage.
  package var subject: [String: String]
  /// The hours with usage, each once, in any order; the newest included.
  package var hours: [HourUsage]

  /// Creates a series.
  package init(subject: [String: String], hours: [HourUsage]) {
    self.subject = subject
    self.hours = hours
  }

  /// Whether no hour or day of it is unusual, neither by money nor by tokens, whatever was used before its first hour.
  ///
  /// False where its hours do not tell.
  package func isOrdinary(_ facts: AnomalyFacts) -> Bool {
    Baseline(hours, facts) { $0.cost }.isOrdinary && Baseline(hours, facts) { $0.tokens }.isOrdinary
  }
}
