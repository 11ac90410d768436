import Delivery
import JSON
import Ledger
import Logging
import Server
import Service

extension ServiceSettings {
  /// Reads the settings of the service from the places in which they are made.
  ///
  /// - Throws: ``CommandFailure`` that names the setting, its value and what is accepted.
  init(_ sources: SettingSources, _ host: Host) throws {
    self.init(userName: host.userName, machineName: host.machineName)
    limits = try Self.limits(sources)
    monitor = try Self.monitor(sources)
    configured = try Self.configured(sources, host)
    fallbackModel = sources.ofProcess(SettingList.fallbackModel)?.text
    prices = sources.ofProcess(SettingList.prices).map { DataFolder.path($0.text, host) }
    logs = try Self.logs(sources)
    place = AskerPlace(environment: host.environment, folder: host.workingFolder)
    webhook = try Self.webhook(sources)
    logLevel = try Self.logLevel(sources)
    retentionDays = try Self.whole(SettingList.retention, sources, in: 1...36_500)
    compressesArchive = try Self.truth(SettingList.compression, sources) ?? false
    // A colon leads a name in TZ by POSIX; a rule such as EST5EDT is not read.
    environmentZone = host.environment["TZ"].flatMap {
      $0.isEmpty ? nil : $0.hasPrefix(":") ? String($0.dropFirst()) : $0
    }
    machineZone = host.machineZone
  }

  /// What `config.json` says of the ledger's own settings; its schema has let their values pass.
  private static func configured(_ sources: SettingSources, _ host: Host) throws -> [LedgerSetting: String] {
    let names: [(LedgerSetting, Setting)] = [
      (.timezone, SettingList.timezone), (.weekStart, SettingList.weekStart),
      (.fallbackModel, SettingList.fallbackModel), (.prices, SettingList.prices),
    ]
    var configured: [LedgerSetting: String] = [:]
    for (setting, name) in names { configured[setting] = sources.ofConfig(name)?.text }
    configured[.prices] = configured[.prices].map { DataFolder.path($0, host) }
    return configured
  }

  private static func logs(_ sources: SettingSources) throws -> LogChoice {
    guard let made = sources.made(SettingList.ingest) else { return .auto }
    guard let choice = LogChoice(made.text) else { throw made.fault(wanted: LogSentences.choices) }
    return choice
  }

  /// The address is a secret, so a refusal does not show it.
  private static func webhook(_ sources: SettingSources) throws -> WebhookURL? {
    guard let made = sources.made(SettingList.webhook) else { return nil }
    do {
      return try WebhookURL(made.text)
    } catch {
      throw CommandFailure(
        status: .badData,
        message: "\(made.name) in \(made.place) cannot be used; give \(error.wanted), or remove it")
    }
  }

  private static func limits(_ sources: SettingSources) throws -> LimitSettings {
    let rules: [(Setting, LimitMetric, LimitWindow)] = [
      (SettingList.dailyTokens, .tokens, .day), (SettingList.monthlyTokens, .tokens, .month),
      (SettingList.minuteTokens, .tokens, .minute), (SettingList.minuteRequests, .requests, .minute),
    ]
    var settings = LimitSettings()
    for (setting, metric, window) in rules {
      guard let limit = try whole(setting, sources, in: 0...9_000_000_000_000_000) else { continue }
      settings.rules.append(LimitRule(id: setting.name, metric: metric, window: window, limit: Int128(limit)))
    }
    settings.warningBasisPoints =
      try share(SettingList.warningThreshold, sources) ?? settings.warningBasisPoints
    settings.alertBasisPoints = try share(SettingList.alertThreshold, sources) ?? settings.alertBasisPoints
    guard settings.warningBasisPoints <= settings.alertBasisPoints else {
      throw CommandFailure(
        status: .badData,
        message: "TOKEN_WARNING_THRESHOLD lies above TOKEN_ALERT_THRESHOLD; a warning comes first")
    }
    return settings
  }

  private static func monitor(_ sources: SettingSources) throws -> MonitorSettings {
    var settings = MonitorSettings()
    settings.isOn = try truth(SettingList.monitor, sources) ?? settings.isOn
    settings.intervalSeconds =
      try whole(SettingList.monitorInterval, sources, in: 1...86_400) ?? settings.intervalSeconds
    settings.writesReports = try truth(SettingList.reports, sources) ?? settings.writesReports
    let growth = try share(SettingList.reportThreshold, sources) ?? settings.reportBasisPoints
    if growth < 100, let made = sources.made(SettingList.reportThreshold) {
      throw made.fault(wanted: "a share from 0.01 to 1, such as 0.1")
    }
    settings.reportBasisPoints = growth
    return settings
  }

  private static func logLevel(_ sources: SettingSources) throws -> LogLevel? {
    let isOn = try truth(SettingList.fileLogging, sources) ?? true
    guard let made = sources.made(SettingList.logLevel) else { return isOn ? .info : nil }
    guard let level = LogLevel(name: made.text) else {
      throw made.fault(wanted: LogLevel.settable.map(\.rawValue).joined(separator: ", "))
    }
    return isOn ? level : nil
  }

  private static func truth(_ setting: Setting, _ sources: SettingSources) throws -> Bool? {
    guard let made = sources.made(setting) else { return nil }
    switch made.text.lowercased() {
    case "true", "1", "yes", "on": return true
    case "false", "0", "no", "off": return false
    default: throw made.fault(wanted: "true or false")
    }
  }

  private static func whole(
    _ setting: Setting, _ sources: SettingSources, in range: ClosedRange<Int64>
  ) throws -> Int64? {
    guard let made = sources.made(setting) else { return nil }
    guard let number = JSONNumber(lexeme: made.text)?.int64, range.contains(number) else {
      throw made.fault(wanted: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A share from 0 to 1 in hundredths of a percent.
  private static func share(_ setting: Setting, _ sources: SettingSources) throws -> Int64? {
    guard let made = sources.made(setting) else { return nil }
    // The range comes first: the exact value of a long number may be too large to be multiplied.
    guard let number = JSONNumber(lexeme: made.text), number >= JSONNumber(0), number <= JSONNumber(1),
      let (significand, exponent) = number.decimal(), (-4...0).contains(exponent)
    else { throw made.fault(wanted: "a share from 0 to 1 with at most four decimals, such as 0.8") }
    return Int64(significand) * [1, 10, 100, 1_000, 10_000][4 + exponent]
  }
}
