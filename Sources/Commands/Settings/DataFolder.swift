/// Where the ledger lies unless somebody says otherwise.
enum DataFolder {
  /// Returns the absolute path of the folder chosen, or of the one that the system's habits suggest.
  static func path(_ chosen: String?, _ host: Host) -> String {
    guard let chosen else { return standard(host) }
    let expanded = chosen == "~" || chosen.hasPrefix("~/") ? host.homeFolder + chosen.dropFirst() : chosen
    return expanded.count > 1 && expanded.hasSuffix("/") ? String(expanded.dropLast()) : expanded
  }

  private static func standard(_ host: Host) -> String {
    if let data = host.environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/token-ledger" }
    return host.isMac
      ? host.homeFolder + "/Library/Application Support/token-ledger"
      : host.homeFolder + "/.local/share/token-ledger"
  }
}
