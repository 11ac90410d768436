import Ledger
import Server
import Service

/// Has the deliverer started while messages of the ledger are due; answers never wait for it.
struct OutboxWatch {
  /// How long the outbox is left alone after a look, in milliseconds.
  private static let pause: Int64 = 1_000
  /// How long to wait before the deliverer is started again, in milliseconds.
  private static let pauseAfterStart: Int64 = 10_000
  /// How long a process that is about to end waits for the deliverer, in milliseconds: longer than an attempt takes.
  private static let patience: Int64 = 60_000
  private static let nap: Int64 = 20

  private let ledger: Ledger
  private let deliverer: DelivererStart
  private let host: Host
  private var nextLook = Int64.min
  private var hasNoted = false

  /// Watches the outbox of a ledger; nil where no webhook is configured.
  init?(_ service: LedgerService, _ host: Host) {
    guard let webhook = service.settings.webhook else { return nil }
    ledger = service.ledger
    deliverer = DelivererStart(host, folder: service.ledger.folder, webhook: webhook)
    self.host = host
  }

  /// Starts the deliverer if messages are due, nobody has looked within a second, and none runs.
  mutating func look() {
    let now = host.monotonicMilliseconds()
    guard now >= nextLook else { return }
    nextLook = now + Self.pause
    guard !deliverer.isRunning, isDue else { return }
    nextLook = now + Self.pauseAfterStart
    do {
      try deliverer.start()
    } catch {
      if !hasNoted { host.note("\(Product.name): messages are waiting, but \(error.reason)") }
      hasNoted = true
    }
  }

  /// Waits for the deliverer that was started, a minute at most.
  ///
  /// A timer that runs its jobs in a group of processes ends what a finished job leaves behind.
  func waitForDeliverer() {
    let end = host.monotonicMilliseconds() + Self.patience
    while deliverer.isRunning, host.monotonicMilliseconds() < end { host.sleepMilliseconds(Self.nap) }
  }

  private var isDue: Bool {
    do {
      guard let next = try ledger.nextDelivery() else { return false }
      return next <= host.now()
    } catch {
      // Whoever asks the ledger next is told why.
      return false
    }
  }
}
