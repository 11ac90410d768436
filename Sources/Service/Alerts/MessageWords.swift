package import CivilTime
package import Insight
package import Ledger

/// What is told to people who did not ask, in words that the edge gives.
package struct MessageWords: Sendable {
  /// Returns a message about a limit whose level has risen, with times in a zone.
  package var alert: @Sendable (Alert, Zone) -> String
  /// Returns a message about unusual usage.
  package var anomaly: @Sendable (Anomaly) -> String
  /// Returns a line of the log about trouble that kept no answer from being given.
  package var fault: @Sendable (LedgerError) -> String

  /// Creates the words.
  package init(
    alert: @escaping @Sendable (Alert, Zone) -> String, anomaly: @escaping @Sendable (Anomaly) -> String,
    fault: @escaping @Sendable (LedgerError) -> String
  ) {
    (self.alert, self.anomaly, self.fault) = (alert, anomaly, fault)
  }
}
