/// A program that can start the server, and where it is told to.
struct HostProgram {
  /// Its name on our command line.
  let word: String
  /// Its name for people.
  let name: String
  /// The configuration for all that the user does.
  let userFile: String
  /// The configuration for what is done in the folder in which we were started; nil where there is none.
  var projectFile: String?
  /// A folder that is there once the program has been used.
  let folder: String
  /// How its configuration is written.
  var format = HostFormat.json(key: "mcpServers", statesType: false)
  /// What to do once the configuration is changed, and how to see that it works.
  let next: String

  /// The files in which it may be told, the user's own first.
  var files: [String] { [userFile] + (projectFile.map { [$0] } ?? []) }

  /// Paths as of November 2026, from the documentation of each program.
  static func all(of host: Host) -> [HostProgram] {
    let home = host.homeFolder
    let codex = chosenFolder("CODEX_HOME", host) ?? home + "/.codex"
    let support = support(of: host)
    return [
      claudeCode(of: host),
      HostProgram(
        word: "claude-desktop", name: "Claude Desktop", userFile: support + "/Claude/claude_desktop_config.json",
        folder: support + "/Claude", next: "Quit Claude Desktop and start it again."),
      HostProgram(
        word: "cursor", name: "Cursor", userFile: home + "/.cursor/mcp.json",
        projectFile: path(".cursor/mcp.json", in: host), folder: home + "/.cursor",
        next: "Cursor's settings show it under MCP; switch it on there if Cursor asks."),
      HostProgram(
        word: "vscode", name: "VS Code", userFile: support + "/Code/User/mcp.json",
        projectFile: path(".vscode/mcp.json", in: host), folder: support + "/Code/User",
        format: .json(key: "servers", statesType: true),
        next: "In VS Code run \"MCP: List Servers\" from the command palette and start it there."),
      HostProgram(
        word: "codex", name: "Codex", userFile: codex + "/config.toml",
        projectFile: path(".codex/config.toml", in: host), folder: codex, format: .toml,
        next: "Start Codex again; /mcp shows the server there."),
      HostProgram(
        word: "gemini-cli", name: "Gemini CLI", userFile: home + "/.gemini/settings.json",
        projectFile: path(".gemini/settings.json", in: host), folder: home + "/.gemini",
        next: "Start Gemini CLI again; /mcp shows the server there."),
    ]
  }

  /// The one that has hooks and a status line.
  static let claudeCodeWord = "claude-code"

  /// Returns the files of Claude Code in which they are: the user's own, and that of the present folder.
  static func claudeSettings(of host: Host) -> [String] {
    [claudeCode(of: host).folder + "/settings.json", path(".claude/settings.json", in: host)]
  }

  private static func claudeCode(of host: Host) -> HostProgram {
    let chosen = chosenFolder("CLAUDE_CONFIG_DIR", host)
    return HostProgram(
      word: claudeCodeWord, name: "Claude Code", userFile: (chosen ?? host.homeFolder) + "/.claude.json",
      projectFile: path(".mcp.json", in: host), folder: chosen ?? host.homeFolder + "/.claude",
      format: .json(key: "mcpServers", statesType: true),
      next: "Start Claude Code again; /mcp shows the server there.")
  }

  /// The absolute path of a folder that the environment names; an empty name is none.
  private static func chosenFolder(_ variable: String, _ host: Host) -> String? {
    host.environment[variable].flatMap { $0.isEmpty ? nil : DataFolder.path($0, host) }
  }

  /// Where programs keep their settings.
  private static func support(of host: Host) -> String {
    if host.isMac { return host.homeFolder + "/Library/Application Support" }
    guard let chosen = host.environment["XDG_CONFIG_HOME"], chosen.hasPrefix("/") else {
      return host.homeFolder + "/.config"
    }
    return chosen
  }

  /// Returns the path of a file below the folder in which we were started.
  static func path(_ name: String, in host: Host) -> String {
    host.workingFolder.hasSuffix("/") ? host.workingFolder + name : "\(host.workingFolder)/\(name)"
  }
}

/// How a host's configuration is written.
enum HostFormat: Hashable {
  /// JSON with the servers under a member `key`, which may say that each is a program to be started.
  case json(key: String, statesType: Bool)
  /// Codex's TOML.
  case toml

  /// Returns the servers of a file.
  func servers(in bytes: [UInt8]) throws(HostFileError) -> any ServerList {
    switch self {
    case .json(let key, let statesType): try JSONServers(bytes, under: key, statesType: statesType)
    case .toml: try TOMLServers(bytes)
    }
  }
}
