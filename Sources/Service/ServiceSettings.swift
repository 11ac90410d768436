package import Delivery
package import Ledger
package import Logging

/// What people have configured, as values.
package struct ServiceSettings: Sendable {
  /// The limits on all usage, and when their level rises.
  package var limits = LimitSettings()
  /// What is done without anyone asking.
  package var monitor = MonitorSettings()
  /// What `config.json` says of the ledger's own settings.
  package var configured: [LedgerSetting: String] = [:]
  /// The model whose price an unknown model takes, as the process was told; nil where it was told nothing.
  package var fallbackModel: String?
  /// The absolute path of the user's own prices, as the process was told; nil where it was told nothing.
  package var prices: String?
  /// Whether the process enters prices of calls: a ledger without settings for them then takes over the process's.
  package var entersPrices = true
  /// Which programs' logs are taken in by themselves.
  package var logs = LogChoice.auto
  /// Where the one who asks is.
  package var place = AskerPlace(environment: [:], folder: "/")
  /// Where messages go; nil: none are sent.
  package var webhook: WebhookURL?
  /// The zone that the environment names (`TZ`), which a ledger without one takes over.
  package var environmentZone: String?
  /// The machine's own zone, after that.
  package var machineZone: String?
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
