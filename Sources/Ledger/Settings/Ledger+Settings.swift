import CivilTime
import JSON
import SQLite

extension Ledger {
  /// Returns the settings that the file holds.
  package func settings() throws(LedgerError) -> LedgerSettings {
    try readingRows { store throws(SQLiteError) in try store.limitBook().settings }
  }

  /// Returns the settings that the file holds, or nil where there is no file yet.
  package func settingsIfMade() throws(LedgerError) -> LedgerSettings? {
    guard LedgerFolder.size(of: folder.database) > 0 else { return nil }
    return try settings()
  }

  /// Changes a setting in the running batch; all processes follow at once.
  package func set(_ setting: LedgerSetting, to value: String, by user: String) throws(LedgerError) {
    let entry = HeldSetting(value: value, origin: .command, setAt: world.now(), setBy: user)
    try writing { store throws(SQLiteError) in
      try store.put([setting: entry])
    }
  }
}

extension LedgerStore {
  /// Takes over what the process that opens the file offers, where the file has nothing, or `config.json` says
  /// otherwise; no batch is running.
  ///
  /// - Returns: What it took over.
  func adopt(_ offer: OfferedSettings) throws(LedgerError) -> Set<LedgerSetting> {
    let news: [LedgerSetting: HeldSetting]
    do {
      // Mostly there is nothing to do, which must not take the writers' lock.
      guard !self.news(in: offer, over: try limitBook().settings).isEmpty else { return [] }
    } catch {
      throw LedgerError(error, path: folder.database)
    }
    try beginTransaction()
    do {
      // Another process may have been the first meanwhile.
      news = self.news(in: offer, over: try limitBook().settings)
      try put(news)
      try connection.execute("COMMIT")
    } catch {
      abandonTransaction()
      throw LedgerError(error, path: folder.database)
    }
    try endTransaction()
    return Set(news.keys)
  }

  private func news(in offer: OfferedSettings, over held: LedgerSettings) -> [LedgerSetting: HeldSetting] {
    let isComplete = LedgerSetting.allCases.allSatisfy { held[$0] != nil }
    let first = isComplete ? [:] : offer.first()
    var news: [LedgerSetting: HeldSetting] = [:]
    for setting in LedgerSetting.allCases {
      if let value = offer.configured[setting] {
        guard held[setting]?.hasSameScalars(as: value) != true else { continue }
        news[setting] = HeldSetting(value: value, origin: .config, setAt: world.now(), setBy: offer.user)
      } else if held[setting] == nil, let value = first[setting] {
        news[setting] = HeldSetting(value: value, origin: .firstUse, setAt: world.now(), setBy: offer.user)
      }
    }
    return news
  }

  /// Enters settings in the running transaction; the last entry of a setting holds.
  fileprivate func put(_ settings: [LedgerSetting: HeldSetting]) throws(SQLiteError) {
    for (setting, entry) in settings.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      try connection.run(
        "INSERT INTO setting (name, value, origin, set_at, set_by) VALUES (?, ?, ?, ?, ?)",
        .text(setting.rawValue), .text(entry.value), .text(entry.origin.rawValue),
        .integer(entry.setAt.milliseconds), .text(entry.setBy))
    }
    if !settings.isEmpty { try changeLimitBook() }
  }

  /// Reads the settings; names and words that only a newer program knows are passed over.
  func storedSettings() throws(SQLiteError) -> LedgerSettings {
    var held: [LedgerSetting: HeldSetting] = [:]
    try connection.forEach("SELECT name, value, origin, set_at, set_by FROM setting ORDER BY id") {
      row throws(SQLiteError) in
      guard let setting = LedgerSetting(rawValue: try row.text(0)),
        let origin = SettingOrigin(rawValue: try row.text(2))
      else { return }
      held[setting] = HeldSetting(
        value: try row.text(1), origin: origin, setAt: try row.time(3),
        setBy: try row.text(4))
    }
    return LedgerSettings(held)
  }
}
