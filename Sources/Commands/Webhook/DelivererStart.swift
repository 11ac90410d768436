import Delivery
import Ledger
import Service

/// Starting the deliverer for one ledger and one webhook.
///
/// The address goes through the environment: the words of a process can be read by every user of the machine.
struct DelivererStart {
  private let launcher: any DelivererLauncher
  private let folder: String
  private let environment: [String: String]

  init(_ host: Host, folder: LedgerFolder, webhook: WebhookURL) {
    launcher = host.deliverer
    self.folder = folder.path
    environment = host.environment.merging([SettingList.webhook.name: webhook.text]) { _, given in given }
  }

  /// Where the program should lie.
  var path: String { launcher.path }
  /// Whether the one that was started last still runs.
  var isRunning: Bool { launcher.isRunning }

  /// Starts it, for one message or for all that are due.
  func start(message key: String? = nil) throws(OutsideFault) {
    guard launcher.isThere else {
      throw OutsideFault("\(launcher.path) is not there; install it next to \(Product.name)")
    }
    do {
      try launcher.start(["--data-dir", folder] + (key.map { ["--message", $0] } ?? []), environment: environment)
    } catch {
      throw OutsideFault("\(launcher.path) cannot be started: \(error.reason)")
    }
  }
}
