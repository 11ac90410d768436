/// Where programs of a user look for their folders.
package struct LogHome: Sendable {
  /// The environment.
  package let environment: [String: String]
  /// The user's home folder.
  package let folder: String
  /// True on Apple's systems, where folders have other names.
  package let isMac: Bool

  /// Creates the home of a user.
  package init(environment: [String: String], folder: String, isMac: Bool) {
    self.environment = environment
    self.folder = folder
    self.isMac = isMac
  }

  /// Returns the folder that a variable names, `~` resolved; nil where it is not set or blank.
  package func named(_ variable: String) -> String? {
    guard let path = environment[variable], !path.allSatisfy(\.isWhitespace) else { return nil }
    return resolved(path)
  }

  /// Returns a path with a `~` at its front resolved, and without slashes at its end.
  package func resolved(_ path: String) -> String {
    var path = path == "~" || path.hasPrefix("~/") ? folder + path.dropFirst() : path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// The folder of data by the XDG base directories.
  package var dataFolder: String { named("XDG_DATA_HOME") ?? "\(folder)/.local/share" }
  /// The folder of settings by the XDG base directories.
  package var configFolder: String { named("XDG_CONFIG_HOME") ?? "\(folder)/.config" }
  /// The folder of data of programs on Apple's systems.
  package var applicationSupport: String { "\(folder)/Library/Application Support" }
}
