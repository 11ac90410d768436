package import Ledger

/// Why a setting of the ledger cannot be changed as a person asked.
package enum SettingError: Error, Hashable {
  /// The ledger has no setting of that name.
  case unknownName(String)
  /// `config.json` says the setting, and goes before what is set here.
  case setInConfig(LedgerSetting)
  /// The catalog has no model of that name; those whose names are nearest.
  case unknownModel(String, nearest: [String])
  /// No day of the week goes by that word.
  case noWeekday(String)
}
