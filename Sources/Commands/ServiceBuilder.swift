import CivilTime
import Ledger
import Pricing
import Service

/// Builds the service that a command works with.
enum ServiceBuilder {
  /// The folders in which systems keep their time zones.
  private static let zoneFolders = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo"]

  /// Returns the service over the ledger that options and settings name; nothing is opened yet.
  ///
  /// - Parameters:
  ///   - notesPriceFaults: Whether a line on standard error tells of each file of prices or exchange rates that is
  ///     refused.
  ///   - onlyUser: Returns the only user whose usage may be seen and recorded; nil, as for all commands of people at
  ///     the command line, who own the file, for that of all.
  static func service(
    _ options: Options, _ host: Host, notesPriceFaults: Bool = true,
    onlyUser: (SettingSources) throws -> String? = { _ in nil }
  ) throws -> LedgerService {
    let sources = try SettingSources(options, host)
    let world = LedgerWorld(
      now: host.now, monotonicMilliseconds: host.monotonicMilliseconds, randomBytes: host.randomBytes,
      sleepMilliseconds: host.sleepMilliseconds)
    return LedgerService(
      ledger: Ledger(folder: LedgerFolder(path: sources.dataFolder), world: world, onlyUser: try onlyUser(sources)),
      prices: EmbeddedFiles.prices(under: ownPrices(options, sources, host, notes: notesPriceFaults)),
      settings: try ServiceSettings(sources, host), zones: zones(host),
      now: host.now,
      readDataFile: { [readFile = host.readFile, folder = sources.dataFolder] in readFile("\(folder)/\($0)") },
      exchange: EmbeddedFiles.exchangeRates(under: ownRates(sources, host, notes: notesPriceFaults)))
  }

  private static func ownRates(_ sources: SettingSources, _ host: Host, notes: Bool) -> OwnPrices {
    OwnExchangeRates(sources.dataFolder, host).rates { fault in
      if notes { host.note("\(Product.name): \(CurrencySentences.message(fault))") }
    }
  }

  private static func ownPrices(
    _ options: Options, _ sources: SettingSources, _ host: Host, notes: Bool
  ) -> OwnPrices {
    OwnPriceFolder(chosen: options.prices ?? sources.text(SettingList.prices), sources.dataFolder, host)
      .prices { fault in
        if notes { host.note("\(Product.name): \(PriceFileSentences.message(fault))") }
      }
  }

  /// Opens a ledger for a command, which has nothing to do without it.
  ///
  /// - Throws: ``CommandFailure`` whose status tells bad data from a file that cannot be used.
  static func open(_ ledger: Ledger) throws {
    do {
      try ledger.open()
    } catch {
      throw CommandFailure(status: status(of: error), message: LedgerSentences.message(error))
    }
  }

  private static func status(of error: LedgerError) -> ExitStatus {
    switch error {
    case .notALedger, .newerSchema, .damaged: .badData
    case .folderUnusable, .fileUnusable, .diskFull, .readOnly, .backupFailed: .inputOutput
    case .locked, .store, .timestampAhead, .quantityOutOfRange, .otherUser: .failure
    }
  }

  private static func zones(_ host: Host) -> ZoneLibrary {
    let named = host.environment["TZDIR"].map { [$0] } ?? []
    return ZoneLibrary(folders: named + zoneFolders, read: host.readFile)
  }
}
