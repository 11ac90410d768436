import Synchronization
import TestSupport
import Testing

@testable import Commands

@Suite struct SetupCommandTests {
  private static let own = "/opt/token-ledger/0.3.0/token-ledger"
  private static let linked = "/usr/local/bin/token-ledger"
  private static let settings = "/home/ada/.claude/settings.json"

  /// A home where the program is on the path by a link, and every host has been used.
  private func world(_ files: [String: String] = [:]) -> World {
    let world = World(files: files, environment: ["PATH": "/bin:/usr/local/bin"])
    world.links[Self.linked] = Self.own
    for folder in [".claude", ".cursor", ".codex", ".gemini", ".config/Claude", ".config/Code/User"] {
      world.permissions["/home/ada/" + folder] = 0o755
    }
    world.permissions[Self.linked] = 0o755
    return world
  }

  private func text(_ world: World, _ path: String) -> String? {
    world.host().readFile(path).map { String(decoding: $0, as: UTF8.self) }
  }

  private func files(_ world: World) -> [String] { world.written.byPath.withLock { $0.keys.sorted() } }

  @Test(arguments: HostShape.all)
  func `a file is byte for byte what it was once what was set up is removed`(_ shape: HostShape) {
    let world = world([shape.path: shape.text])
    #expect(world.run("setup", shape.host, "--yes") == .success, "\(world.notes)")
    #expect(text(world, shape.path) != shape.text)
    #expect(text(world, shape.path + ".token-ledger-backup") == shape.text)
    let once = world.written.byPath.withLock { $0 }
    #expect(world.run("setup", shape.host, "--yes") == .success)
    #expect(world.printed.last?.hasPrefix("There is nothing to do") == true)
    #expect(world.written.byPath.withLock { $0 } == once)
    #expect(world.run("setup", shape.host, "--remove", "--yes") == .success, "\(world.notes)")
    #expect(text(world, shape.path) == shape.text)
    #expect(files(world) == [shape.path])
    #expect(world.run("setup", shape.host, "--remove") == .success)
    #expect(world.printed.last?.hasPrefix("There is nothing to remove") == true)
  }

  @Test(arguments: ["claude-code", "claude-desktop", "cursor", "vscode", "codex", "gemini-cli"])
  func `a file that was not there is made, found by doctor, and removed again`(_ host: String) {
    let world = world()
    #expect(world.run("setup", host, "--yes") == .success, "\(world.notes)")
    let path = files(world).first ?? ""
    let check = HostConfigurations(host: world.host()).checks().first { $0.finding.hasPrefix("configured") }
    #expect(check?.isGood == true)
    #expect(check?.finding == "configured as \"token-ledger\" in \(path)")
    #expect(text(world, path)?.contains(Self.linked) == true)
    #expect(text(world, path)?.hasSuffix("\n") == true)
    #expect(world.run("setup", host, "--remove", "--yes") == .success)
    #expect(files(world) == [])
  }

  @Test func `what changes is shown as a difference, and asked about`() {
    let world = world(["/home/ada/.cursor/mcp.json": "{\n  \"mcpServers\": {\n    \"a\": {}\n  }\n}\n"])
    world.answers = ["y"]
    #expect(world.run("setup", "cursor") == .success)
    #expect(world.questions == ["Write this? [y/N] "])
    #expect(
      world.printed == [
        """
        --- /home/ada/.cursor/mcp.json
        +++ /home/ada/.cursor/mcp.json
        @@ -1,5 +1,9 @@
         {
           "mcpServers": {
        -    "a": {}
        +    "a": {},
        +    "token-ledger": {
        +      "command": "/usr/local/bin/token-ledger",
        +      "args": ["serve"]
        +    }
           }
         }
        """,
        """
        Kept the former file as /home/ada/.cursor/mcp.json.token-ledger-backup.
        Wrote /home/ada/.cursor/mcp.json.
        """, "Cursor's settings show it under MCP; switch it on there if Cursor asks.",
      ])
  }

  @Test(arguments: ["", "n", "no", "maybe"])
  func `anything but yes changes nothing`(_ answer: String) {
    let world = world()
    world.answers = [answer]
    #expect(world.run("setup", "cursor") == .failure)
    #expect(world.printed.last == "Nothing was changed.")
    #expect(files(world) == [])
  }

  @Test func `without a terminal it is refused, and shown all the same`() {
    let world = world()
    #expect(world.run("setup", "codex") == .failure)
    #expect(world.printed.first?.contains("+[mcp_servers.token-ledger]") == true)
    #expect(
      world.notes == [
        "token-ledger: there is no terminal to ask at; repeat with --yes to write it, or with --print to only see it"
      ])
    #expect(world.run("setup", "codex", "--print") == .success)
    #expect(files(world) == [])
  }

  @Test func `hooks and the status line come beside those of others, and go again`() {
    let old = """
      {
        // mine
        "hooks": {
          "Stop": [{"hooks": [{"type": "command", "command": "say done"}]}],
          "PreToolUse": []
        },
        "model": "opus",
      }
      """
    let world = world([Self.settings: old])
    #expect(world.run("setup", "claude-code", "--hooks", "--statusline", "--yes") == .success, "\(world.notes)")
    let new = text(world, Self.settings) ?? ""
    for event in ClaudeSettings.events { #expect(new.contains("\"\(event)\": ["), "\(event)") }
    #expect(new.contains("say done") && new.contains("\"\(Self.linked) statusline\""))
    #expect(new.ranges(of: "\(Self.linked) guard claude-code").count == 5)
    #expect(world.run("setup", "claude-code", "--hooks", "--statusline", "--yes") == .success)
    #expect(text(world, Self.settings) == new)
    let checks = HostConfigurations(host: world.host()).checks().filter { $0.name.hasPrefix("Claude Code") }
    #expect(checks.map(\.isGood) == [true, true, true])
    #expect(world.run("setup", "claude-code", "--remove", "--yes") == .success)
    #expect(text(world, Self.settings) == old)
    #expect(files(world) == [Self.settings])
  }

  @Test func `what others have changed meanwhile stays`() {
    let world = world([Self.settings: "{\n  \"model\": \"opus\"\n}\n"])
    #expect(world.run("setup", "claude-code", "--hooks", "--statusline", "--yes") == .success)
    let changed = text(world, Self.settings)?.replacing("opus", with: "haiku") ?? ""
    world.files[Self.settings] = changed
    world.written.byPath.withLock { $0[Self.settings] = changed }
    #expect(world.run("setup", "claude-code", "--remove", "--yes") == .success)
    #expect(text(world, Self.settings) == "{\n  \"model\": \"haiku\"\n}\n")
  }

  @Test func `another status line is shown, replaced and put back`() {
    let old = "{\n  \"statusLine\": {\"command\": \"date\" , \"type\":\"command\"},\n  \"n\": 1\n}\n"
    let world = world([Self.settings: old])
    #expect(world.run("setup", "claude-code", "--statusline", "--yes") == .success)
    #expect(
      world.printed.first?.contains(
        "This replaces your present status line: {\"command\": \"date\" , \"type\":\"command\"}") == true)
    let changed = text(world, Self.settings)?.replacing("\"n\": 1", with: "\"n\": 2") ?? ""
    world.written.byPath.withLock { $0[Self.settings] = changed }
    #expect(world.run("setup", "claude-code", "--remove", "--statusline", "--yes") == .success)
    #expect(text(world, Self.settings) == old.replacing("\"n\": 1", with: "\"n\": 2"))
  }

  @Test func `a hook at another path is brought up to date with its options`() {
    let old = #"{"hooks": {"Stop": [{"hooks": [{"command": "'/old dir/token-ledger' guard claude-code --user a"}]}]}}"#
    let world = world([Self.settings: old])
    #expect(world.run("setup", "claude-code", "--hooks", "--yes") == .success)
    #expect(text(world, Self.settings)?.contains("\"\(Self.linked) guard claude-code --user a\"") == true)
    let trouble = HostConfigurations(host: self.world([Self.settings: old]).host()).checks().first { !$0.isGood }
    #expect(trouble?.name == "Claude Code hooks")
    #expect(trouble?.finding.contains("/old dir/token-ledger, which cannot be run") == true)
  }

  @Test func `a folder of the ledger that was chosen is told to the server and the hooks`() {
    let world = world()
    world.environment["TOKEN_MONITOR_DATA_DIR"] = "/data/my ledger"
    #expect(world.run("setup", "claude-code", "--hooks", "--yes") == .success)
    #expect(
      text(world, "/home/ada/.claude.json")?.contains(#""args": ["serve", "--data-dir", "/data/my ledger"]"#) == true)
    #expect(
      text(world, Self.settings)?.contains(#"\#(Self.linked) guard claude-code --data-dir '/data/my ledger'""#) == true)
  }

  @Test func `the file of a project is changed where it is asked for`() {
    let world = world()
    #expect(world.run("setup", "claude-code", "--scope", "project", "--hooks", "--yes") == .success)
    #expect(files(world) == ["/work/.claude/settings.json", "/work/.mcp.json"])
    let check = HostConfigurations(host: world.host()).checks().first { $0.name == "Claude Code hooks" }
    #expect(check?.finding.hasSuffix("in /work/.claude/settings.json") == true)
    var host = world.host()
    host.homeFolder = "/work"
    #expect(HostConfigurations(host: host).checks().count { $0.name == "Claude Code hooks" } == 1)
  }

  @Test func `a host that is not installed is told, and can be set up all the same`() {
    let world = world()
    world.permissions["/home/ada/.gemini"] = nil
    #expect(world.run("setup", "gemini-cli", "--print") == .success)
    #expect(
      world.printed.first?.hasSuffix("Gemini CLI seems not to be installed, as there is no folder /home/ada/.gemini.")
        == true)
  }

  @Test(arguments: [
    (["setup"], Commands.ExitStatus.usage, "HOST is missing"),
    (["setup", "cursr"], .usage, "unknown host \"cursr\"; did you mean \"cursor\"?"),
    (["setup", "cursor", "--hooks"], .usage, "--hooks is for claude-code; Cursor has nothing like it"),
    (["setup", "codex", "--statusline"], .usage, "--statusline is for claude-code; Codex has nothing like it"),
    (
      ["setup", "claude-desktop", "--scope", "project"], .usage,
      "Claude Desktop has no configuration of a project; leave out --scope project"
    ),
    (["setup", "cursor", "--scope", "world"], .usage, "--scope takes user or project, not \"world\""),
  ])
  func `words that ask for what is not there are refused`(
    _ words: [String], _ status: Commands.ExitStatus, _ note: String
  ) {
    let world = world()
    #expect(CommandLineProgram.run(world.host(words)) == status)
    #expect(world.notes.first?.hasPrefix("token-ledger: \(note)") == true, "\(world.notes)")
  }

  @Test(arguments: [
    (FileKind.folder, "is a folder, where a file should be; move it away"), (.special, "is no plain file"),
    (.fileOfAnother, "belongs to another user; run this command as that user"),
  ])
  func `what is no file of the user is left alone`(_ kind: FileKind, _ note: String) {
    let world = world()
    world.kinds["/home/ada/.cursor/mcp.json"] = kind
    #expect(world.run("setup", "cursor", "--yes") == .inputOutput)
    #expect(world.notes == ["token-ledger: /home/ada/.cursor/mcp.json \(note)"])
  }

  @Test func `a folder that cannot be written is told before anything is asked`() {
    let world = world()
    world.lockedFolders = ["/home/ada/.cursor"]
    #expect(world.run("setup", "cursor", "--yes") == .inputOutput)
    #expect(world.notes.first?.contains("/home/ada/.cursor cannot be written") == true)
    #expect(files(world) == [])
  }

  @Test func `a file that cannot be read as JSON is not touched`() {
    let world = world(["/home/ada/.cursor/mcp.json": "{\n  \"mcpServers\": {\n}"])
    #expect(world.run("setup", "cursor", "--yes") == .badData)
    #expect(
      world.notes == ["token-ledger: /home/ada/.cursor/mcp.json is not JSON (line 3, column 2); it stays as it is"])
    #expect(world.run("setup", "cursor", "--remove", "--yes") == .badData)
    #expect(files(world) == [])
  }

  @Test func `no backup is ever replaced`() {
    let path = "/home/ada/.cursor/mcp.json"
    let world = world([path: "{\"a\": 1}", path + ".token-ledger-backup": "of somebody"])
    #expect(world.run("setup", "cursor", "--yes") == .success)
    #expect(text(world, path + ".token-ledger-backup") == "of somebody")
    #expect(text(world, path + ".token-ledger-backup-2") == "{\"a\": 1}")
    #expect(world.run("setup", "cursor", "--remove", "--yes") == .success)
    #expect(text(world, path) == "{\"a\": 1}")
    #expect(text(world, path + ".token-ledger-backup") == "of somebody")
  }

  @Test func `a long line is cut to what differs`() {
    let old = Array(("{\"k\": \"" + String(repeating: "x", count: 500) + "\", \"a\": 1}").utf8)
    let new = Array((String(decoding: old.dropLast(2), as: UTF8.self) + "23}").utf8)
    let lines = UnifiedDiff.lines(from: old, to: new)
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.count < 80 }, "\(lines)")
  }
}
