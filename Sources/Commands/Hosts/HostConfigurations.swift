import JSON
import Service

/// The programs that can start the server, and whether they are told to.
struct HostConfigurations {
  let host: Host

  /// A program and the files in which it may be told; a later one is not read once one names the server.
  private struct Program {
    let name: String
    let files: [String]
    var read: (_ bytes: [UInt8]) throws(JSONError) -> [ServerEntry] = { bytes throws(JSONError) in
      try JSONServers.entries(of: bytes, under: "mcpServers")
    }
  }

  /// Paths as of November 2026, from the documentation of each program.
  private var programs: [Program] {
    let home = host.homeFolder
    let support = home + (host.isMac ? "/Library/Application Support" : "/.config")
    let claude = host.environment["CLAUDE_CONFIG_DIR"] ?? home
    let codex = host.environment["CODEX_HOME"] ?? home + "/.codex"
    return [
      Program(name: "Claude Code", files: [claude + "/.claude.json", here(".mcp.json")]),
      Program(name: "Claude Desktop", files: [support + "/Claude/claude_desktop_config.json"]),
      Program(name: "Cursor", files: [home + "/.cursor/mcp.json", here(".cursor/mcp.json")]),
      Program(
        name: "VS Code", files: [support + "/Code/User/mcp.json", here(".vscode/mcp.json")],
        read: { bytes throws(JSONError) in try JSONServers.entries(of: bytes, under: "servers") }),
      Program(
        name: "Codex", files: [codex + "/config.toml", here(".codex/config.toml")],
        read: { bytes throws(JSONError) in TOMLServers.entries(of: String(decoding: bytes, as: UTF8.self)) }),
      Program(name: "Gemini CLI", files: [home + "/.gemini/settings.json", here(".gemini/settings.json")]),
    ]
  }

  /// A finding for each program; one that is not there is no trouble, as nobody uses all.
  func checks() -> [DoctorCheck] { programs.map(check) }

  private func here(_ name: String) -> String {
    host.workingFolder.hasSuffix("/") ? host.workingFolder + name : "\(host.workingFolder)/\(name)"
  }

  private func check(_ program: Program) -> DoctorCheck {
    var silent: String?
    for file in program.files {
      guard let bytes = host.readFile(file) else { continue }
      do {
        if let entry = try program.read(bytes).first(where: \.startsLedger) {
          return check(entry, of: program, in: file)
        }
        silent = silent ?? file
      } catch {
        return DoctorCheck(
          name: program.name, isGood: false,
          finding:
            "\(file) is not JSON (byte \(error.offset)); correct it, or \(program.name) will not read it either"
        )
      }
    }
    return DoctorCheck(
      name: program.name, isGood: true,
      finding: silent.map { "not configured (\($0) does not name \(Product.name))" } ?? "not found")
  }

  private func check(_ entry: ServerEntry, of program: Program, in file: String) -> DoctorCheck {
    let place = "\"\(entry.name)\" in \(file)"
    if let command = entry.ledgerCommand, !isExecutable(command) {
      return DoctorCheck(
        name: program.name, isGood: false,
        finding: command.contains("/")
          ? "\(place) starts \(command), which cannot be run; correct the path there"
          : "\(place) starts \(command), which is in no folder of PATH; write its full path there")
    }
    guard entry.words.contains("serve") else {
      return DoctorCheck(
        name: program.name, isGood: false,
        finding: "\(place) starts \(Product.name) without \"serve\"; add it to the arguments there")
    }
    return DoctorCheck(name: program.name, isGood: true, finding: "configured as \(place)")
  }

  private func isExecutable(_ command: String) -> Bool {
    if command.contains("/") { return (host.permissions(command) ?? 0) & 0o111 != 0 }
    return (host.environment["PATH"] ?? "").split(separator: ":").contains {
      (host.permissions("\($0)/\(command)") ?? 0) & 0o111 != 0
    }
  }
}
