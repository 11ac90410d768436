import CivilTime
package import JSON
package import Ledger
import MCP
import Pricing
package import Service

/// Showing and changing the settings of a ledger, for people at the command line; no tool reaches it.
package struct SettingEditor {
  /// What turns a setting off.
  private static let off = "none"
  private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  private let service: LedgerService

  /// Creates the editor of a service's ledger.
  package init(_ service: LedgerService) { self.service = service }

  /// Returns the setting of a name, in which hyphens stand for underscores.
  ///
  /// - Throws: ``ToolFailure`` for a name that there is not.
  package static func setting(named name: String) throws -> LedgerSetting {
    let plain = String(name.lowercased().map { $0 == "-" ? "_" : $0 })
    if let setting = LedgerSetting(rawValue: plain) { return setting }
    let names = LedgerSetting.allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: plain, among: names).map { "did you mean \"\($0)\"?" }
    throw ToolFailure(
      message: "The ledger has no setting \"\(name)\"; \(hint ?? "there are \(names.joined(separator: ", "))")")
  }

  /// Returns every setting, with how it came to be.
  ///
  /// - Throws: ``ToolFailure``.
  package func list() throws -> [JSONValue] {
    let held = try service.ledger.settings()
    return LedgerSetting.allCases.map { setting in
      var row: JSONObject = ["name": .string(setting.rawValue)]
      guard let entry = held.entry(setting) else { return .object(row) }
      if !entry.value.isEmpty { row.append("value", .string(entry.value)) }
      row.append("set_by", .string(entry.origin.rawValue))
      if entry.origin != .records { row.append("set_at", Answer.time(entry.setAt, service.defaultZone)) }
      if !entry.setBy.isEmpty { row.append("user", .string(entry.setBy)) }
      return .object(row)
    }
  }

  /// Gives a setting another value from now on, for all processes.
  ///
  /// - Parameter text: The value, for prices an absolute path; `none` turns a setting off that can be off.
  /// - Returns: The value as it is now and as it was; absent where the setting is or was off.
  /// - Throws: ``ToolFailure`` for a value that cannot be, and for a setting of `config.json`.
  package func set(_ setting: LedgerSetting, to text: String) throws -> JSONObject {
    guard service.settings.configured[setting] == nil else {
      throw ToolFailure(
        message: "\(setting.rawValue) is set by token_ledger_\(setting.rawValue) in config.json; change it there.")
    }
    let value = try checked(text, for: setting)
    let before = try service.ledger.settings()[setting]
    try service.ledger.set(setting, to: value, by: service.settings.userName)
    try service.ledger.commit()
    var answer: JSONObject = ["name": .string(setting.rawValue)]
    if !value.isEmpty { answer.append("value", .string(value)) }
    if let before, !before.isEmpty { answer.append("before", .string(before)) }
    return answer
  }

  private func checked(_ text: String, for setting: LedgerSetting) throws -> String {
    switch setting {
    case .timezone: return try service.calendar(text).zone.identifier
    case .weekStart: return try weekday(text)
    case .prices: return text == Self.off ? "" : text
    case .fallbackModel:
      if text == Self.off { return "" }
      guard let model = try service.prices.resolve(text) else {
        let nearest = try service.nearestModels(to: text).map { "\"\($0)\"" }.joined(separator: ", ")
        throw ToolFailure(
          message:
            "\"\(text)\" is not in the price catalog\(nearest.isEmpty ? "" : "; nearest are \(nearest)"). Give a model that is, or \(Self.off)."
        )
      }
      return try service.prices.name(of: model)
    }
  }

  private func weekday(_ text: String) throws -> String {
    if let number = Int(text), (1...7).contains(number) { return "\(number)" }
    if let index = Self.weekdays.firstIndex(of: text.lowercased()) { return "\(index + 1)" }
    throw ToolFailure(message: "\"\(text)\" is no day of the week. Give 1 for monday to 7 for sunday.")
  }
}
