import CivilTime
import Ledger
import Logging
import Service

/// Settings as lines for a terminal.
struct SettingListText {
  /// Each with how it came to be, where the ledger holds it.
  let rows: [(setting: LedgerSetting, held: HeldSetting?)]
  /// The zone of times.
  let zone: Zone

  /// The table.
  var text: String {
    let header = ["name", "value", "set by", "at", "user"]
    return TerminalText.lines(Table(header: header, rows: rows.map(cells), textColumns: 5).lines)
  }

  /// What a change has come to.
  static func sentence(_ change: SettingChange) -> String {
    "\(change.setting.rawValue) is \(shown(change.value)); it was \(shown(change.before))."
  }

  private func cells(_ setting: LedgerSetting, _ held: HeldSetting?) -> [String] {
    guard let held else { return [setting.rawValue, SettingEditor.off, "", "", ""] }
    let time = held.origin == .records ? "" : held.setAt.rfc3339(in: zone)
    return [setting.rawValue, Self.shown(held.value), Self.name(of: held.origin), time, held.setBy]
  }

  private static func shown(_ value: String) -> String { value.isEmpty ? SettingEditor.off : value }

  private static func name(of origin: SettingOrigin) -> String {
    switch origin {
    case .firstUse: "first use"
    case .records: "records before"
    case .config: "config.json"
    case .command: "settings set"
    }
  }
}
