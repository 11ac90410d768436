/// Where the ledger lies unless somebody says otherwise.
enum DataFolder {
  /// Returns the absolute path of the folder chosen, or of the one that the system's habits suggest.
  static func path(_ chosen: String?, _ host: Host) -> String {
    guard let chosen else { return standard(host) }
    // Hosts pass what is in their configuration as it is, without a shell that would expand the tilde.
    let expanded = chosen == "~" || chosen.hasPrefix("~/") ? host.homeFolder + chosen.dropFirst() : chosen
    let absolute = expanded.hasPrefix("/") ? expanded : joined(host.workingFolder, expanded)
    return absolute.count > 1 && absolute.hasSuffix("/") ? String(absolute.dropLast()) : absolute
  }

  private static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  private static func standard(_ host: Host) -> String {
    if let data = host.environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/token-ledger" }
    return host.isMac
      ? host.homeFolder + "/Library/Application Support/token-ledger"
      : host.homeFolder + "/.local/share/token-ledger"
  }
}
