package import CivilTime
package import JSON
package import Ledger
package import Service

/// Settings of the ledger as JSON for people's programs.
package enum SettingDocument {
  /// Returns a setting with how it came to be; what is off or not known is left out.
  package static func row(_ setting: LedgerSetting, _ held: HeldSetting?, _ zone: Zone) -> JSONValue {
    var row: JSONObject = ["name": .string(setting.rawValue)]
    guard let held else { return .object(row) }
    if !held.value.isEmpty { row.append("value", .string(held.value)) }
    row.append("set_by", .string(held.origin.rawValue))
    if held.origin != .records { row.append("set_at", Answer.time(held.setAt, zone)) }
    if !held.setBy.isEmpty { row.append("user", .string(held.setBy)) }
    return .object(row)
  }

  /// Returns what a change has come to; a value that is or was off is left out.
  package static func change(_ change: SettingChange) -> JSONValue {
    var row: JSONObject = ["name": .string(change.setting.rawValue)]
    if !change.value.isEmpty { row.append("value", .string(change.value)) }
    if !change.before.isEmpty { row.append("before", .string(change.before)) }
    return .object(row)
  }
}
