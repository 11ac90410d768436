package import Delivery
package import Ledger
package import Logging

/// What people have configured, as values.
package struct ServiceSettings: Sendable {
  /// The limits on all usage, and when their level rises.
  package var limits = LimitSettings()
  /// What is done without anyone asking.
  package var monitor = MonitorSettings()
  /// The model whose price an unknown model takes; nil leaves such a call unpriced.
  package var fallbackModel: String?
  /// Where messages go; nil: none are sent.
  package var webhook: WebhookURL?
  /// The time zone of the ledger, which its limits and reports follow.
  package var ledgerZone: String?
  /// The zone that the environment names (`TZ`), for reports where the ledger has none.
  package var environmentZone: String?
  /// The machine's own zone, after that.
  package var machineZone: String?
  /// The ISO number of the day on which weeks begin.
  package var weekStart = 1
  /// The least level that goes into the log; nil where there is none.
  package var logLevel: LogLevel? = .info
  /// For how many days records are kept before they move to the archive; nil keeps them.
  package var retentionDays: Int64?
  /// Whether files of the archive whose month has passed are compressed.
  package var compressesArchive = false
  /// Whose usage it is where a call does not say.
  package var userName: String
  /// The name of this machine, kept with each record.
  package var machineName: String

  /// Creates settings with nothing configured.
  package init(userName: String, machineName: String) {
    self.userName = userName
    self.machineName = machineName
  }
}
