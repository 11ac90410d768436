import JSON
import Ledger
import Logging
import MCP
import Server
import Service

/// Looks at the ledger now and then while a program runs; answers never wait for it for long.
struct MonitorWatch {
  /// How long after the start the first look is, in milliseconds, so that it delays no first answer.
  private static let firstPause: Int64 = 10_000
  /// How many chunks of some hundred records move to the archive at a look.
  private static let archiveSteps = 3

  private let service: LedgerService
  private let host: Host
  private let interval: Int64
  private var nextLook: Int64
  private var troubles: MonitorTroubles

  /// Watches a ledger; nil where people do not want it, and in a server of one user, who sees no limits of others.
  init?(_ service: LedgerService, _ host: Host) {
    guard service.settings.monitor.isOn, service.identity.onlyUser == nil else { return nil }
    self.service = service
    self.host = host
    troubles = MonitorTroubles(service, host)
    interval = service.settings.monitor.intervalSeconds * 1_000
    nextLook = host.monotonicMilliseconds() + min(interval, Self.firstPause)
  }

  /// The milliseconds until the next look is due; 0 when it is.
  var wait: Int64 { max(0, nextLook - host.monotonicMilliseconds()) }

  /// Looks if the time has come and there is a ledger; trouble is noted and keeps nobody from working.
  mutating func look() {
    guard wait == 0 else { return }
    nextLook = host.monotonicMilliseconds() + interval
    guard host.permissions(service.ledger.folder.database) != nil else { return }
    do {
      _ = try MonitorRun(service, host).look(archiveSteps: Self.archiveSteps)
      troubles.end()
    } catch let failure as any Worded {
      troubles.note(failure.sentence)
    } catch {
      troubles.note("unexpected failure: \(error)")
    }
  }
}

/// What looks of the monitor have failed at; the same is said once until it is over.
struct MonitorTroubles {
  private let service: LedgerService
  private let host: Host
  private var last: String?

  /// Creates the troubles of a program that has just begun: none.
  init(_ service: LedgerService, _ host: Host) {
    self.service = service
    self.host = host
  }

  /// Notes that a look has failed.
  mutating func note(_ trouble: String) {
    service.log.write(.error, "monitor", ["text": .string(trouble)])
    guard trouble != last else { return }
    last = trouble
    host.note("\(Product.name): the monitor could not do its work: \(trouble)")
  }

  /// Notes that a look has not failed.
  mutating func end() { last = nil }
}

/// One look of the monitor in a program.
struct MonitorRun {
  private let service: LedgerService
  private let host: Host

  /// Prepares a look at the ledger of a service.
  init(_ service: LedgerService, _ host: Host) {
    self.service = service
    self.host = host
  }

  /// Looks once, writes reports into the data folder, and moves records that are too old to the archive.
  ///
  /// - Parameter archiveSteps: How many chunks of records at most; nil moves all and compresses ended months, which
  ///   may take seconds.
  /// - Throws: ``ToolFailure``.
  func look(archiveSteps: Int?) throws -> Monitor.Outcome {
    let folder = service.ledger.folder.path + "/reports"
    let outcome = try Monitor(service).look { (file: ReportFile) throws(OutsideFault) in
      guard !host.isLink(folder) else { throw OutsideFault("a symbolic link, which is not followed") }
      try host.writeFile("\(folder)/\(file.name)", Array(file.text.utf8))
    }
    let archiving = Archiving(service, compress: host.compressFile)
    guard let end = try archiving.retentionEnd() else { return outcome }
    guard let archiveSteps else {
      _ = try archiving.run(before: end, applies: true)
      return outcome
    }
    for _ in 0..<archiveSteps {
      guard try archiving.step(before: end).records > 0 else { break }
      service.ledger.letOthersWrite()
    }
    return outcome
  }
}
