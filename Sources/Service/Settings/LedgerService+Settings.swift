package import CivilTime
package import Ledger
import Pricing

// Settings of the ledger: what the file holds goes before what this process was told.
extension LedgerService {
  /// Returns a setting of the ledger, or nil where it is off.
  ///
  /// Before the ledger is made, and while it is in trouble, this is what it would take over from this process.
  package func setting(_ setting: LedgerSetting) -> String? {
    let value = heldSettings?[setting] ?? settings.configured[setting] ?? wish(for: setting)
    return value.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The zone where none is asked for: the ledger's, `TZ`, the machine's, or UTC; the first that can be read.
  package var defaultZone: Zone {
    [setting(.timezone), settings.environmentZone, settings.machineZone]
      .compactMap { $0.flatMap(readable) }.first ?? .utc
  }

  /// The calendar of limits, which is the ledger's own wherever the question comes from.
  ///
  /// - Throws: ``LedgerError`` or ``ZoneError`` when the ledger or its zone cannot be read.
  package func limitCalendar() throws -> LedgerCalendar {
    let own = try ledger.settings()
    return try calendar(own[.timezone])
  }

  /// The settings in which this process was told otherwise than the ledger holds.
  package var settingConflicts: [SettingConflict] {
    [LedgerSetting.fallbackModel, .prices].compactMap(settingConflict)
  }

  /// How this process was told otherwise about a setting than the ledger holds; nil where it was not.
  package func settingConflict(_ setting: LedgerSetting) -> SettingConflict? {
    guard let wish = wish(for: setting), let holds = heldSettings?[setting], wish != holds else { return nil }
    if setting == .fallbackModel, areOneModel(wish, holds) { return nil }
    return SettingConflict(setting: setting, wish: wish, holds: holds)
  }

  /// Whether two names lead to the same model of the catalog.
  private func areOneModel(_ first: String, _ second: String) -> Bool {
    do {
      guard let first = try prices.resolve(first), let second = try prices.resolve(second) else { return false }
      return first.id == second.id && first.provider == second.provider
    } catch {
      // Whoever needs the catalog is told what is wrong with it.
      return false
    }
  }

  /// What the ledger is offered when it is opened.
  package var offeredSettings: OfferedSettings {
    var offer = OfferedSettings()
    offer.user = settings.userName
    offer.configured = settings.configured
    // The ledger may outlive the service.
    offer.first = { [settings, zones] in
      var first: [LedgerSetting: String] = [:]
      for setting in LedgerSetting.allCases where settings.entersPrices || !setting.decidesPrices {
        first[setting] = settings.wish(for: setting, zones)
      }
      return first
    }
    return offer
  }

  private func wish(for setting: LedgerSetting) -> String? { settings.wish(for: setting, zones) }

  /// What the file holds; nil where there is none, or it cannot be read, which whoever needs it is told.
  private var heldSettings: LedgerSettings? {
    do {
      return try ledger.settingsIfMade()
    } catch {
      isUnread = true
      return nil
    }
  }
}

/// A setting of the ledger that this process was told otherwise.
package struct SettingConflict: Sendable, Hashable {
  /// Which.
  package var setting: LedgerSetting
  /// What the process was told.
  package var wish: String
  /// What the ledger holds, and what counts; empty for off.
  package var holds: String
}

extension LedgerSetting {
  /// Whether it decides what calls cost.
  fileprivate var decidesPrices: Bool { self == .fallbackModel || self == .prices }
}

extension ServiceSettings {
  /// What this process has to say about a setting; nil for nothing.
  fileprivate func wish(for setting: LedgerSetting, _ zones: ZoneLibrary) -> String? {
    switch setting {
    case .timezone:
      [environmentZone, machineZone].lazy.compactMap { $0.flatMap { Self.identifier(of: $0, zones) } }.first ?? "UTC"
    case .weekStart: "1"
    case .fallbackModel: fallbackModel
    case .prices: prices
    }
  }

  /// The name of a zone that can be read on this machine; nil for any other.
  private static func identifier(of zone: String, _ zones: ZoneLibrary) -> String? {
    do { return try zones.zone(named: zone).identifier } catch { return nil }
  }
}
