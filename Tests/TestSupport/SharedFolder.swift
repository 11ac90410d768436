package import Foundation

/// The folder of shared test data that may be next to the checkout.
///
/// It is `$TOKEN_LEDGER_SHARED` where that is set, otherwise `../shared` or `../../shared` seen from the package.
package enum SharedFolder {
  /// Why a test that needs the folder does not run.
  package static let skipReason: String =
    "skipped: there is no folder `shared` next to the checkout, and TOKEN_LEDGER_SHARED does not name one"

  /// True when the folder is there.
  package static var isPresent: Bool { root != nil }

  /// Returns the place of a file or folder in it, or nil when there is none.
  ///
  /// - Parameter relative: Such as `testdata/json-parsing`.
  package static func url(_ relative: String) -> URL? {
    guard let url = root?.appendingPathComponent(relative) else { return nil }
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }

  private static let root: URL? = {
    if let named = ProcessInfo.processInfo.environment["TOKEN_LEDGER_SHARED"], !named.isEmpty {
      return existing(URL(fileURLWithPath: named, isDirectory: true))
    }
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let near = package.deletingLastPathComponent().appendingPathComponent("shared")
    let above = package.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "shared")
    return existing(near) ?? existing(above)
  }()

  private static func existing(_ url: URL) -> URL? {
    FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
