import JSON
import Service

/// The programs that can start the server, and whether they are told to.
struct HostConfigurations {
  let host: Host

  /// A program and the files in which it may be told, relative to the home folder.
  private struct Program {
    let name: String
    let files: [String]
  }

  private var programs: [Program] {
    let support = host.isMac ? "Library/Application Support" : ".config"
    return [
      Program(name: "Claude Code", files: [".claude.json", ".claude/settings.json"]),
      Program(name: "Claude Desktop", files: ["\(support)/Claude/claude_desktop_config.json"]),
      Program(name: "Cursor", files: [".cursor/mcp.json"]),
      Program(name: "VS Code", files: ["\(support)/Code/User/mcp.json"]),
      Program(name: "Codex", files: [".codex/config.toml"]),
      Program(name: "Gemini CLI", files: [".gemini/settings.json"]),
    ]
  }

  /// A finding for each program; none of them is trouble, as nobody uses all.
  func checks() -> [Check] {
    programs.map { program in
      let files = program.files.map { host.homeFolder + "/" + $0 }
      let found = files.filter { host.readFile($0) != nil }
      let naming = found.first { names(host.readFile($0) ?? []) }
      let finding =
        naming.map { "configured in \($0)" }
        ?? (found.first.map { "not configured (\($0) does not name \(Product.name))" } ?? "not found")
      return Check(name: program.name, isGood: true, finding: finding)
    }
  }

  /// Whether a configuration, JSON or TOML, starts this program: its name ends a command there.
  private func names(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return ["\(Product.name)\"", "\(Product.name)'", "\(Product.name) "].contains { text.contains($0) }
  }
}
