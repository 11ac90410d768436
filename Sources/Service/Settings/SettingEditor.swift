import CivilTime
package import Ledger
import Pricing

/// Showing and changing the settings of a ledger, for people at the command line; no tool reaches it.
package struct SettingEditor {
  /// What turns a setting off.
  package static let off = "none"
  private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  private let service: LedgerService

  /// Creates the editor of a service's ledger.
  package init(_ service: LedgerService) { self.service = service }

  /// Returns the setting of a name, in which hyphens stand for underscores.
  package static func setting(named name: String) throws(SettingError) -> LedgerSetting {
    let plain = String(name.lowercased().map { $0 == "-" ? "_" : $0 })
    guard let setting = LedgerSetting(rawValue: plain) else { throw .unknownName(name) }
    return setting
  }

  /// Returns every setting, with how it came to be; nil for one that the ledger does not hold.
  package func list() throws(LedgerError) -> [(setting: LedgerSetting, held: HeldSetting?)] {
    let held = try service.ledger.settings()
    return LedgerSetting.allCases.map { ($0, held.entry($0)) }
  }

  /// Gives a setting another value from now on, for all processes.
  ///
  /// - Parameter text: The value, for prices an absolute path; `none` turns a setting off that can be off.
  /// - Throws: ``SettingError`` for a value that cannot be, and for a setting of `config.json`.
  package func set(_ setting: LedgerSetting, to text: String) throws -> SettingChange {
    guard service.settings.configured[setting] == nil else { throw SettingError.setInConfig(setting) }
    let value = try checked(text, for: setting)
    let before = try service.ledger.settings()[setting]
    try service.ledger.set(setting, to: value, by: service.settings.userName)
    try service.ledger.commit()
    return SettingChange(setting: setting, value: value, before: before ?? "")
  }

  private func checked(_ text: String, for setting: LedgerSetting) throws -> String {
    switch setting {
    case .timezone: return try service.calendar(text).zone.identifier
    case .weekStart: return try weekday(text)
    case .prices: return text == Self.off ? "" : text
    case .fallbackModel:
      if text == Self.off { return "" }
      guard let model = try service.prices.resolve(text) else {
        throw SettingError.unknownModel(text, nearest: try service.nearestModels(to: text))
      }
      return try service.prices.name(of: model)
    }
  }

  private func weekday(_ text: String) throws(SettingError) -> String {
    if let number = Int(text), (1...7).contains(number) { return "\(number)" }
    if let index = Self.weekdays.firstIndex(of: text.lowercased()) { return "\(index + 1)" }
    throw .noWeekday(text)
  }
}

/// A setting that has another value from now on.
package struct SettingChange: Sendable, Hashable {
  /// Which.
  package let setting: LedgerSetting
  /// The value as it is now; empty where it is off.
  package let value: String
  /// The value as it was; empty where it was off.
  package let before: String
}
