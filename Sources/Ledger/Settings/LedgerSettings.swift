package import CivilTime

/// A setting that belongs to the ledger and not to one process: whoever uses the file follows it.
package enum LedgerSetting: String, Sendable, CaseIterable {
  /// The IANA name of the zone of days, weeks, months and their limits.
  case timezone
  /// The ISO number of the day on which weeks begin.
  case weekStart = "week_start"
  /// The model whose price an unknown model takes; empty for none.
  case fallbackModel = "fallback_model"
  /// The path of the file or folder of prices laid over the built-in ones; empty for that of the data folder.
  case prices
}

/// How a setting came into the file.
package enum SettingOrigin: String, Sendable {
  /// The first process that used the ledger and had a value.
  case firstUse = "first_use"
  /// What records had been priced by before the file held settings.
  case records
  /// `config.json`.
  case config
  /// A person, by the command.
  case command
}

/// A setting as the file holds it.
package struct HeldSetting: Sendable, Hashable {
  /// The value; empty for a setting that is off.
  package var value: String
  /// How it came into the file.
  package var origin: SettingOrigin
  /// When it did.
  package var setAt: Instant
  /// The user of the process that wrote it; empty where nobody did.
  package var setBy: String
}

/// The settings that a file holds.
package struct LedgerSettings: Sendable, Hashable {
  private var held: [LedgerSetting: HeldSetting] = [:]

  /// Creates the settings of what the file holds.
  init(_ held: [LedgerSetting: HeldSetting]) { self.held = held }

  /// The value of a setting; nil where the file has none, and empty where it is off.
  package subscript(_ setting: LedgerSetting) -> String? { held[setting]?.value }

  /// A setting with how it came to be; nil where the file has none.
  package func entry(_ setting: LedgerSetting) -> HeldSetting? { held[setting] }
}

/// What a process has to say about the settings of the ledger that it opens.
package struct OfferedSettings {
  /// Who it writes them for.
  package var user = ""
  /// What `config.json` says, which the file takes over whenever it is opened.
  package var configured: [LedgerSetting: String] = [:]
  /// Returns what the file takes over where it has nothing of its own.
  package var first: () -> [LedgerSetting: String] = { [:] }

  /// Creates an offer of nothing.
  package init() {}
}
