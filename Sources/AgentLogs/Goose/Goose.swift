/// Goose's places.
///
/// - Source: USAGE_SOURCES, 3.8 and 3.0; aaif-goose/goose, `crates/goose/src/session/session_manager.rs`.
enum Goose {
  /// Its name in records.
  static let name = "goose"

  /// Returns the folders in which its sessions may be.
  static func folders(of home: LogHome) -> [String] {
    if let root = home.named("GOOSE_PATH_ROOT") { return ["\(root)/data/sessions"] }
    var folders = ["\(home.dataFolder)/goose", "\(home.dataFolder)/Block/goose"]
    if home.isMac { folders.append("\(home.applicationSupport)/goose") }
    return folders.map { "\($0)/sessions" }
  }
}
