import Pricing
import Server
import Service

/// The user's own exchange rates, a file in the data folder.
struct OwnExchangeRates {
  /// The file's name.
  static let fileName = "exchange.json"

  private let path: String
  private let host: Host

  /// Names the file in a data folder; nothing is read yet.
  init(_ dataFolder: String, _ host: Host) {
    path = dataFolder + "/" + Self.fileName
    self.host = host
  }

  /// Returns the file, which is looked for when a rate is first asked for.
  func rates(refused: @escaping (PriceFileFault) -> Void) -> OwnPrices {
    OwnPrices(files: files, faults: ExchangeFileCheck.firstProblem, refused: refused)
  }

  private func files() -> [OwnPriceFile] {
    // Mostly there is none; one that is there and cannot be read is a fault.
    guard host.permissions(path) != nil else { return [] }
    return [OwnPriceFile(path: path) { [host, path] in host.readFile(path) }]
  }
}
