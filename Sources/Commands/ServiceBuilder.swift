import CivilTime
import Ledger
import Pricing
import Service

/// Builds the service that a command works with.
enum ServiceBuilder {
  /// The folders in which systems keep their time zones.
  private static let zoneFolders = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo"]

  /// Returns the service over the ledger that options and settings name; nothing is opened yet.
  static func service(_ options: Options, _ host: Host) throws -> LedgerService {
    let sources = try SettingSources(options, host)
    let world = LedgerWorld(
      now: host.now, monotonicMilliseconds: host.monotonicMilliseconds, randomBytes: host.randomBytes,
      sleepMilliseconds: host.sleepMilliseconds)
    return LedgerService(
      ledger: Ledger(folder: LedgerFolder(path: sources.dataFolder), world: world),
      prices: EmbeddedFiles.prices, settings: try ServiceSettings(sources, host), zones: zones(host), now: host.now)
  }

  private static func zones(_ host: Host) -> ZoneLibrary {
    let named = host.environment["TZDIR"].map { [$0] } ?? []
    return ZoneLibrary(folders: named + zoneFolders, read: host.readFile)
  }
}
