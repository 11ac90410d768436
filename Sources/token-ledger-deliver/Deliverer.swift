import CivilTime
import Delivery
import Foundation
import Ledger
import Logging
import Posix

/// The program from its words and environment to its exit status (as sysexits.h numbers them).
enum Deliverer {
  private static let done: Int32 = 0
  private static let failed: Int32 = 1
  private static let wrongUsage: Int32 = 64
  private static let badData: Int32 = 65

  /// Sends what there is to send.
  static func run(_ words: [String], _ environment: [String: String]) -> Int32 {
    guard let arguments = DelivererArguments(words) else {
      noteUsage()
      return wrongUsage
    }
    if arguments.wantsHelp {
      noteUsage()
      return done
    }
    do {
      let address = try WebhookURL(environment["TOKEN_WEBHOOK_URL"] ?? "")
      if address.isOnThisMachine { forgetProxies() }
      return deliver(arguments, to: address)
    } catch {
      note("TOKEN_WEBHOOK_URL cannot be used; give \(error.wanted)")
      return badData
    }
  }

  private static func deliver(_ arguments: DelivererArguments, to address: WebhookURL) -> Int32 {
    let folder = LedgerFolder(path: arguments.folder)
    guard access(folder.database, F_OK) == 0 else {
      note("there is no ledger in \(arguments.folder)")
      return badData
    }
    let run = DeliveryRun(
      ledger: Ledger(folder: folder, world: world), world: world, transport: HTTPTransport(address: address)
    ) { note("\(address.origin): \($0)") }
    do {
      if let key = arguments.message {
        try run.send(key: key)
      } else {
        try alone(in: folder) { () throws(LedgerError) in try run.run() }
      }
      return done
    } catch {
      note("the ledger in \(arguments.folder) cannot be used: \(error)")
      return failed
    }
  }

  /// Runs `body` unless another process is at it, which will do what there is to do.
  private static func alone(in folder: LedgerFolder, _ body: () throws(LedgerError) -> Void) throws {
    let lock = try FileLock(
      path: folder.deliveryLock, monotonicMilliseconds: world.monotonicMilliseconds,
      sleepMilliseconds: world.sleepMilliseconds)
    do {
      try lock.lock(waitingMilliseconds: 0)
    } catch FileLockError.timedOut {
      return
    }
    defer { lock.unlock() }
    try body()
  }

  private static let world = LedgerWorld(
    now: { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))) },
    monotonicMilliseconds: { Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000) },
    randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
    sleepMilliseconds: { Thread.sleep(forTimeInterval: Double($0) / 1_000) })

  /// Takes the proxies out of the environment, where URLSession on Linux finds them: a message for this machine must not
  /// leave it.
  private static func forgetProxies() {
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
      unsetenv(name)
      unsetenv(name.uppercased())
    }
  }

  private static func noteUsage() { write(DelivererArguments.usage) }

  private static func note(_ text: String) { write(TerminalText.line(text)) }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data("token-ledger-deliver: \(text)\n".utf8))
  }
}
