import Ledger
import Service

/// One command's work on the settings of a ledger.
struct SettingRun {
  /// The service over the ledger, which is open.
  let service: LedgerService
  private let host: Host

  /// Opens the ledger that the options name.
  init(_ options: Options, _ host: Host) throws {
    self.host = host
    service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
  }

  /// The value as the ledger keeps it; a path must be there.
  func value(_ text: String, of setting: LedgerSetting) throws -> String {
    guard setting == .prices, text != "none" else { return text }
    let path = DataFolder.path(text, host)
    guard host.listFolder(path) != nil || host.readFile(path) != nil else {
      throw CommandFailure(
        status: .inputOutput, message: "\(path) cannot be read; give a price file or a folder of them")
    }
    return path
  }
}
