import AgentLogs
import CivilTime
import JSON
import Ledger
import Logging
import Pricing
import Server
import Service

/// Builds the service that a command works with.
enum ServiceBuilder {
  /// The folders in which systems keep their time zones.
  private static let zoneFolders = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo"]

  /// Returns the service over the ledger that options and settings name; nothing is opened yet.
  ///
  /// - Parameters:
  ///   - notesFaults: Whether standard error and the log report faults, such as a file of prices that is refused.
  ///   - offersSettings: Whether the ledger takes over settings that it does not hold.
  ///   - entersPrices: Whether the command enters prices of calls into the ledger.
  ///   - onlyUser: Returns the only user whose usage may be seen and recorded; nil, as for all commands of people at
  ///     the command line, who own the file, for that of all.
  static func service(
    _ options: Options, _ host: Host, notesFaults: Bool = true, offersSettings: Bool = true, entersPrices: Bool = false,
    onlyUser: (SettingSources) throws -> String? = { _ in nil }
  ) throws -> LedgerService {
    let sources = try SettingSources(options, host)
    let world = world(host)
    var settings = try ServiceSettings(sources, host)
    if let path = options.prices { settings.prices = DataFolder.path(path, host) }
    // A path that is not there is noted as a fault, and must not become the ledger's.
    let isThere = settings.prices.map { host.listFolder($0) != nil || host.permissions($0) != nil } ?? true
    settings.entersPrices = entersPrices && isThere
    let log = notesFaults ? log(settings, sources, host) : .silent()
    var host = host
    host.note = { [note = host.note] text in
      log.write(.warning, "note", ["text": .string(text)])
      note(text)
    }
    let chosenPrices = ChosenPrices(isForThisRun: options.prices != nil && !entersPrices)
    let service = LedgerService(
      ledger: Ledger(folder: LedgerFolder(path: sources.dataFolder), world: world, onlyUser: try onlyUser(sources)),
      prices: EmbeddedFiles.prices(under: ownPrices(chosenPrices, sources, host, notes: notesFaults)),
      settings: settings, zones: zones(host),
      now: host.now,
      readDataFile: { [readFile = host.readFile, folder = sources.dataFolder] in readFile("\(folder)/\($0)") },
      exchange: EmbeddedFiles.exchangeRates(under: ownRates(sources, host, notes: notesFaults)), log: log,
      words: .english)
    chosenPrices.service = service
    service.ledger.onReadOnly = { [note = host.note] path in
      if notesFaults { note("\(Product.name): \(LedgerSentences.readOnly(path))") }
    }
    if !offersSettings { service.ledger.offeredSettings = OfferedSettings() }
    service.logs = logs(of: options.logs ?? settings.logs, service, host)
    // Naming models may need the prices that the ledger has chosen, and open it.
    service.ledger.configuredLimits = try sources.configuredLimits(service)
    service.readSettingsAgain()
    return service
  }

  /// Returns the intake of what other programs have logged on this machine; nil where nothing is taken in.
  private static func logs(of choice: LogChoice, _ service: LedgerService, _ host: Host) -> LogIntake? {
    let sources = choice.sources(isOfOneUser: service.identity.onlyUser != nil)
    guard !sources.isEmpty else { return nil }
    return LogIntake(
      service, sources: sources, home: home(host), monotonicMilliseconds: host.monotonicMilliseconds)
  }

  /// Where programs of the user look for their folders.
  static func home(_ host: Host) -> LogHome {
    LogHome(environment: host.environment, folder: host.homeFolder, isMac: host.isMac)
  }

  private static func log(_ settings: ServiceSettings, _ sources: SettingSources, _ host: Host) -> Log {
    guard let level = settings.logLevel else { return .silent() }
    return Log(
      least: level, process: host.processID, now: host.now, monotonicMilliseconds: host.monotonicMilliseconds,
      write: host.openLog("\(sources.dataFolder)/logs"))
  }

  private static func ownRates(_ sources: SettingSources, _ host: Host, notes: Bool) -> OwnPrices {
    OwnExchangeRates(sources.dataFolder, host).rates { fault in
      if notes { host.note("\(Product.name): \(CurrencySentences.message(fault))") }
    }
  }

  private static func ownPrices(
    _ chosen: ChosenPrices, _ sources: SettingSources, _ host: Host, notes: Bool
  ) -> OwnPrices {
    OwnPriceFolder(sources.dataFolder, host) { chosen.path { if notes { host.note("\(Product.name): \($0)") } } }
      .prices { fault in
        if notes { host.note("\(Product.name): \(PriceFileSentences.message(fault))") }
      }
  }

  /// Opens a ledger for a command, which has nothing to do without it.
  ///
  /// - Throws: ``CommandFailure`` whose status tells bad data from a file that cannot be used.
  static func open(_ ledger: Ledger) throws {
    try telling { () throws(LedgerError) in try ledger.open() }
  }

  /// Does something with a ledger for a command.
  ///
  /// - Throws: ``CommandFailure`` whose status tells bad data from a file that cannot be used.
  static func telling<T>(_ body: () throws(LedgerError) -> T) throws -> T {
    do {
      return try body()
    } catch {
      throw CommandFailure(status: status(of: error), message: error.sentence)
    }
  }

  /// What a ledger takes from the host.
  static func world(_ host: Host) -> LedgerWorld {
    LedgerWorld(
      now: host.now, monotonicMilliseconds: host.monotonicMilliseconds, randomBytes: host.randomBytes,
      sleepMilliseconds: host.sleepMilliseconds, hasToStop: host.hasToStop)
  }

  /// Returns the status with which a command ends for a failure of the ledger.
  static func status(of error: LedgerError) -> ExitStatus {
    switch error {
    case .notALedger, .foreignLog, .logLost, .newerSchema, .damaged, .unfitCopy: .badData
    case .folderUnusable, .fileUnusable, .diskFull, .readOnly, .olderFormat, .logUnreadable, .backupFailed, .fileExists,
      .noLedger, .notPlainFile:
      .inputOutput
    case .locked, .logRemoved, .store, .fileReplaced, .timestampAhead, .timestampUnset, .quantityOutOfRange, .otherUser,
      .notEnteredWhole, .archivedEnd, .archivedSession:
      .failure
    }
  }

  private static func zones(_ host: Host) -> ZoneLibrary {
    let named = host.environment["TZDIR"].map { [$0] } ?? []
    return ZoneLibrary(folders: named + zoneFolders, read: host.readFile)
  }
}
