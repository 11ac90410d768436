import Testing

@testable import Commands

@Suite struct HostConfigurationTests {
  private static let binary = "/usr/local/bin/token-ledger"
  private static let server = #"{"spend": {"command": "\#(binary)", "args": ["serve"]}}"#

  private func check(_ program: String, _ files: [String: String], isMac: Bool = false) -> DoctorCheck? {
    let world = World(files: files, environment: ["PATH": "/bin:/usr/local/bin"])
    world.permissions[Self.binary] = 0o755
    world.isMac = isMac
    return HostConfigurations(host: world.host()).checks().first { $0.name == program }
  }

  /// A configuration that starts the server.
  struct Place: Sendable, CustomTestStringConvertible {
    let program: String
    let path: String
    let text: String
    var isMac = false
    var testDescription: String { "\(program): \(path)" }
  }

  private static let wrapped = #"{"mcpServers": \#(server)}"#
  private static let toml =
    "model = \"x\"\n[mcp_servers.spend]\ncommand = \"\(binary)\"\nargs = [\"serve\"]\n"
  static let places = [
    Place(program: "Claude Code", path: "/home/ada/.claude.json", text: wrapped),
    Place(
      program: "Claude Code", path: "/home/ada/.claude.json", text: #"{"projects": {"/w": \#(wrapped)}}"#),
    Place(program: "Claude Code", path: "/work/.mcp.json", text: wrapped),
    Place(
      program: "Claude Desktop", path: "/home/ada/.config/Claude/claude_desktop_config.json", text: wrapped),
    Place(
      program: "Claude Desktop",
      path: "/home/ada/Library/Application Support/Claude/claude_desktop_config.json", text: wrapped,
      isMac: true),
    Place(program: "Cursor", path: "/home/ada/.cursor/mcp.json", text: wrapped),
    Place(
      program: "VS Code", path: "/home/ada/.config/Code/User/mcp.json",
      text: "// mine\n{\"servers\": \(server), /* no inputs */ \"inputs\": [],\n}"),
    Place(program: "VS Code", path: "/work/.vscode/mcp.json", text: #"{"servers": \#(server)}"#),
    Place(program: "Codex", path: "/home/ada/.codex/config.toml", text: toml),
    Place(
      program: "Codex", path: "/home/ada/.codex/config.toml",
      text:
        "[mcp_servers.\"spend\"] # ours\nargs = [ # words\n  '--data-dir', \"/d\",\n  'serve',\n]\ncommand = '\(binary)'\n"
    ),
    Place(program: "Gemini CLI", path: "/home/ada/.gemini/settings.json", text: wrapped),
    Place(
      program: "Cursor", path: "/work/.cursor/mcp.json",
      text: #"{"mcpServers": {"spend": {"command": "sh", "args": ["-c", "exec token-ledger serve"]}}}"#),
    Place(
      program: "Cursor", path: "/home/ada/.cursor/mcp.json",
      text: #"{"mcpServers": {"spend": {"command": "token-ledger", "args": ["serve"]}}}"#),
  ]

  @Test(arguments: places)
  func `a host that starts the server is found with its name for it`(_ place: Place) {
    let check = check(place.program, [place.path: place.text], isMac: place.isMac)
    #expect(check?.isGood == true)
    #expect(check?.finding == "configured as \"spend\" in \(place.path)")
  }

  @Test(arguments: [
    #"{"history": ["ask token-ledger serve"], "mcpServers": {"other": {"command": "npx"}}}"#,
    #"{"mcpServers": {"files": {"command": "npx", "args": ["files", "/src/token-ledger"]}}}"#,
    "[1]", "{}",
  ])
  func `a mention is no configuration`(_ text: String) {
    let check = check("Claude Code", ["/home/ada/.claude.json": text])
    #expect(check?.isGood == true)
    #expect(check?.finding == "not configured (/home/ada/.claude.json does not name token-ledger)")
  }

  @Test(arguments: [
    (
      #"{"mcpServers": {"spend": {"command": "/gone/token-ledger", "args": ["serve"]}}}"#,
      "which cannot be run"
    ),
    (#"{"mcpServers": {"spend": {"command": "\#(binary)"}}}"#, "without \"serve\""),
    (#"{"mcpServers": }"#, "is not JSON (line 1, column 16)"),
    ("// c\n{\"a\": 1,, }", "is not JSON (line 2, column 9)"),
  ])
  func `a configuration that cannot work is trouble`(_ text: String, _ finding: String) {
    let check = check("Cursor", ["/home/ada/.cursor/mcp.json": text])
    #expect(check?.isGood == false)
    #expect(check?.finding.contains(finding) == true, "\(check?.finding ?? "")")
  }

  @Test func `a bare name that is in no folder of PATH is trouble`() {
    let world = World(files: [
      "/home/ada/.cursor/mcp.json": #"{"mcpServers": {"a": {"command": "token-ledger", "args": ["serve"]}}}"#
    ])
    let check = HostConfigurations(host: world.host()).checks().first { $0.name == "Cursor" }
    #expect(check?.isGood == false)
    #expect(check?.finding.contains("in no folder of PATH") == true)
  }

  @Test func `a host that is not there is no trouble`() {
    let checks = HostConfigurations(host: World().host()).checks()
    #expect(
      checks.map(\.name) == ["Claude Code", "Claude Desktop", "Cursor", "VS Code", "Codex", "Gemini CLI"])
    #expect(checks.allSatisfy { $0.isGood && $0.finding == "not found" })
  }

  @Test func `folders of Claude Code and Codex may be named by the environment`() {
    let world = World(
      files: ["/c/.claude.json": Self.wrapped, "/x/config.toml": Self.toml],
      environment: ["CLAUDE_CONFIG_DIR": "/c", "CODEX_HOME": "/x"])
    world.permissions[Self.binary] = 0o755
    let findings = HostConfigurations(host: world.host()).checks().filter {
      $0.finding.hasPrefix("configured")
    }
    #expect(findings.map(\.name) == ["Claude Code", "Codex"])
  }

  private func plain(_ text: String) -> [UInt8] {
    JSONComments.withoutTrailingCommas(JSONComments.removed(from: Array(text.utf8)))
  }

  @Test func `comments and trailing commas go, texts stay, and so do offsets`() {
    let text = "{\"a\": \"// no\", /* x\n */ \"b\": [1, 2,], // y\n}"
    let plain = String(decoding: self.plain(text), as: UTF8.self)
    #expect(plain == "{\"a\": \"// no\",     \n    \"b\": [1, 2 ]      \n}")
    for end in text.indices { _ = self.plain(String(text[..<end])) }
  }
}
