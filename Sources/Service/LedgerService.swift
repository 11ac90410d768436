package import CivilTime
import JSON
package import Ledger
package import Logging
package import Pricing

/// Everything that tools, resources and commands work with.
package final class LedgerService {
  /// The store.
  package let ledger: Ledger
  /// The price catalog.
  package let prices: PriceRegistry
  /// What the dollar is worth in other currencies.
  package let exchange: ExchangeRates
  /// What people have configured.
  package let settings: ServiceSettings
  /// Who asks.
  package let identity: Identity
  /// The clock.
  package let now: @Sendable () -> Instant
  /// What happens, for people.
  package let log: Log
  /// What people are told who did not ask.
  package let words: MessageWords
  /// How tokens of texts are counted.
  package let tokens: TokenShelf
  /// The zones of the machine.
  package let zones: ZoneLibrary
  private var knownZones: [String: Zone] = [:]
  /// The marks that were last given out to a server of one user.
  package var knownMark: (ofAnyone: ChangeMark, ofUser: ChangeMark)?
  /// What other programs have logged; nil where it is not taken in by itself.
  package var logs: LogIntake? { didSet { logs?.becomeOwned() } }
  /// Whether the settings of the ledger could not be read, so that the catalog may lie under the wrong prices.
  package var isUnread = false
  private var knownNearest: [String: [String]] = [:]

  /// Creates the service over a ledger, a catalog and the zones of the machine.
  ///
  /// - Parameter readDataFile: Returns the bytes of a file of the data folder by its name, or nil without one.
  package init(
    ledger: Ledger, prices: PriceRegistry, settings: ServiceSettings, zones: ZoneLibrary,
    now: @escaping @Sendable () -> Instant, readDataFile: @escaping (String) -> [UInt8]? = { _ in nil },
    exchange: ExchangeRates = EmbeddedFiles.exchangeRates(), log: Log = .silent(), words: MessageWords
  ) {
    self.ledger = ledger
    self.prices = prices
    self.exchange = exchange
    identity = Identity(onlyUser: ledger.onlyUser)
    var settings = settings
    if let user = identity.onlyUser { settings.userName = user }
    self.settings = settings
    self.zones = zones
    self.now = now
    self.log = log
    self.words = words
    ledger.onFault = { log.write(.error, "ledger fault", ["message": .string(words.fault($0))]) }
    tokens = TokenShelf(readFile: readDataFile)
    ledger.offeredSettings = offeredSettings
  }

  /// Returns the calendar of a zone by name, or that of the ledger.
  ///
  package func calendar(_ name: String?) throws(ZoneError) -> LedgerCalendar {
    guard let name else { return LedgerCalendar(zone: defaultZone, weekStart: weekStart) }
    return LedgerCalendar(zone: try zone(named: name), weekStart: weekStart)
  }

  /// The ISO number of the day on which weeks begin; Monday where the ledger says nothing that can be.
  package var weekStart: Int {
    setting(.weekStart).flatMap { Int($0) }.flatMap { (1...7).contains($0) ? $0 : nil } ?? 1
  }

  /// The models whose names are nearest to one that the catalog does not know, at most three.
  ///
  /// Kept for the next call: whoever uses a model of their own uses it again.
  package func nearestModels(to name: String) throws -> [String] {
    if let known = knownNearest[name] { return known }
    let family = try family(named: name, limit: 3).map { try prices.name(of: $0) }
    let nearest = family.isEmpty ? try prices.nearestNames(to: name, limit: 3) : family
    if knownNearest.count >= 100 { knownNearest = [:] }
    knownNearest[name] = nearest
    return nearest
  }

  /// Lets prices be looked for once more where the ledger could not say which: what kept it may have been for once.
  package func readSettingsAgain() {
    guard isUnread else { return }
    isUnread = false
    prices.forget()
    knownNearest = [:]
  }

  /// Returns a zone that can be read on this machine, or nil.
  package func readable(_ name: String) -> Zone? {
    do { return try zone(named: name) } catch { return nil }
  }

  /// Kept, as most questions are about the same zone, and its file does not change while a program runs.
  private func zone(named name: String) throws(ZoneError) -> Zone {
    if let known = knownZones[name] { return known }
    let zone = try zones.zone(named: name)
    if knownZones.count >= 100 { knownZones = [:] }
    knownZones[name] = zone
    return zone
  }
}
