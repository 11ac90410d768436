import Pricing
import Server
import Service

/// Where the user's own price files are.
struct OwnPriceFolder {
  /// The folder in the data folder that is read without any setting.
  static let standardName = "prices"

  private let chosen: () -> String?
  private let standard: String
  private let host: Host

  /// - Parameter chosen: Returns the path of the file or folder that was chosen; nil for the standard one. Asked when
  ///   a name first needs the catalog.
  init(_ dataFolder: String, _ host: Host, chosen: @escaping () -> String?) {
    self.chosen = chosen
    standard = dataFolder + "/" + Self.standardName
    self.host = host
  }

  /// Returns the files as prices, which are looked for when a name first needs the catalog.
  func prices(refused: @escaping (PriceFileFault) -> Void) -> OwnPrices {
    OwnPrices(files: files, faults: PriceFileCheck.firstProblem, refused: refused)
  }

  private func files() -> [OwnPriceFile] {
    let chosen = chosen()
    let path = chosen ?? standard
    if let names = host.listFolder(path) {
      return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
        .map { file(path + "/" + $0) }
    }
    // A chosen path that is not there is a fault; the standard folder is mostly not there.
    return chosen != nil || host.permissions(path) != nil ? [file(path)] : []
  }

  private func file(_ path: String) -> OwnPriceFile {
    OwnPriceFile(path: path) { [host] in host.readFile(path) }
  }
}
