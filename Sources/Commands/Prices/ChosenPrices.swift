import Ledger
import Server
import Service

/// Which prices of their own people have chosen: what the ledger holds goes before what the process was told, unless
/// the flag of a command that only shows something names others.
final class ChosenPrices {
  /// Where a process hears of prices.
  static let source = "--prices or \(SettingList.prices.name)"

  private let isForThisRun: Bool
  /// The service that is built over these prices.
  weak var service: LedgerService?

  /// - Parameter isForThisRun: Whether a flag names them for a command that enters nothing.
  init(isForThisRun: Bool) { self.isForThisRun = isForThisRun }

  /// Returns the absolute path; nil for the folder in the data folder.
  ///
  /// - Parameter note: Hears of a process that was told otherwise than the ledger holds.
  func path(note: (String) -> Void) -> String? {
    guard let service else { return nil }
    if isForThisRun { return service.settings.prices }
    // Not that of the fallback model, whose names are looked up in these prices.
    if let conflict = service.settingConflict(.prices) {
      note(SettingSentences.message(conflict, source: Self.source))
    }
    return service.setting(.prices)
  }
}
