import Synchronization
import TestSupport
import Testing

@testable import Commands

/// What setup takes out, and what it leaves as somebody else's.
@Suite struct SetupOwnershipTests {
  private static let cursor = "/home/ada/.cursor/mcp.json"
  private static let settings = "/home/ada/.claude/settings.json"

  /// A home where the program is at `/opt/token-ledger`.
  private func world(_ files: [String: String] = [:]) -> World {
    let world = World(files: files, environment: ["PATH": "/bin:/opt"])
    world.links["/opt/token-ledger"] = "/opt/token-ledger/0.3.0/token-ledger"
    for folder in [".claude", ".cursor", ".codex"] { world.permissions["/home/ada/" + folder] = 0o755 }
    world.permissions["/opt/token-ledger"] = 0o755
    return world
  }

  private func text(_ world: World, _ path: String) -> String? {
    world.host().readFile(path).map { String(decoding: $0, as: UTF8.self) }
  }

  private func files(_ world: World) -> [String] { world.written.byPath.withLock { $0.keys.sorted() } }

  private func prints(_ world: World, _ text: String) -> Bool { world.printed.contains { $0.contains(text) } }

  /// Files with something that starts the ledger and that setup would not have made.
  @Test(arguments: [
    (
      "cursor", cursor,
      #"{"mine":{"command":"docker","args":["run","-v","/x:/y","token-ledger","serve"],"env":{"K":"secret"}}}"#,
      "\"mine\""
    ),
    ("cursor", cursor, #"{"spend":{"command":"/opt/token-ledger","args":["serve"]}}"#, "\"spend\""),
    ("cursor", cursor, #"{"token-ledger":{"command":"env","args":["token-ledger","serve"]}}"#, "\"token-ledger\""),
  ])
  func `a server that setup has not made is left and named`(
    _ host: String, _ path: String, _ servers: String, _ name: String
  ) {
    let old = #"{"mcpServers":\#(servers)}"#
    let world = world([path: old])
    #expect(world.run("setup", host, "--remove", "--yes") == .success, "\(world.notes)")
    #expect(text(world, path) == old)
    #expect(files(world).isEmpty)
    #expect(prints(world, "\(name) in \(path) starts token-ledger too"), "\(world.printed)")
  }

  @Test func `the servers of one project are left and named`() {
    let path = "/home/ada/.claude.json"
    let ours = #"{"mcpServers":{"token-ledger":{"command":"/opt/token-ledger","args":["serve"]}}}"#
    let world = world([path: #"{"projects":{"/w":\#(ours)}}"#])
    #expect(world.run("setup", "claude-code", "--yes") == .success)
    #expect(world.run("setup", "claude-code", "--remove", "--yes") == .success)
    #expect(text(world, path) == #"{"projects":{"/w":\#(ours)}}"#)
    #expect(prints(world, "\"token-ledger\" of one project in \(path) starts token-ledger too"), "\(world.printed)")
  }

  @Test(arguments: [
    "cd /x && token-ledger guard claude-code", "token-ledger guard claude-code; other",
    "/opt/token-ledger guard claude-code | tee /tmp/x", "A=b /opt/token-ledger guard claude-code",
    "/opt/token-ledger guard claude-code && $(other)", "/opt/token-ledger guard claude-code \"`other`\"",
  ])
  func `a hook that does more than ours is left and named`(_ command: String) {
    let quoted = command.replacing("\"", with: "\\\"")
    let old = #"{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"\#(quoted)"}]}]}}"#
    let world = world([Self.settings: old])
    #expect(world.run("setup", "claude-code", "--remove", "--yes") == .success, "\(world.notes)")
    #expect(text(world, Self.settings) == old)
    #expect(prints(world, "A hook of Stop in \(Self.settings) runs token-ledger"), "\(world.printed)")
  }

  @Test(arguments: ["date | token-ledger statusline", "/opt/token-ledger statusline | cut -c 1-9"])
  func `a status line that does more than ours is left and named`(_ command: String) {
    let old = #"{"statusLine":{"type":"command","command":"\#(command)"}}"#
    let world = world([Self.settings: old])
    #expect(world.run("setup", "claude-code", "--statusline", "--yes") == .success, "\(world.notes)")
    #expect(world.run("setup", "claude-code", "--remove", "--yes") == .success, "\(world.notes)")
    #expect(text(world, Self.settings) == old)
    #expect(prints(world, "The status line in \(Self.settings) runs token-ledger"), "\(world.printed)")
  }

  @Test func `a file that holds more than setup makes is kept before it is removed`() {
    let old = #"{"mcpServers":{"token-ledger":{"command":"/opt/token-ledger","args":["serve"],"env":{"K":"secret"}}}}"#
    let world = world([Self.cursor: old])
    #expect(world.run("setup", "cursor", "--remove", "--yes") == .success, "\(world.notes)")
    #expect(text(world, Self.cursor) == nil)
    #expect(text(world, Self.cursor + ".token-ledger-backup") == old)
  }

  @Test func `what was added to our entry is kept before the file becomes what it was`() {
    let world = world([Self.cursor: "{}"])
    #expect(world.run("setup", "cursor", "--yes") == .success)
    let changed = text(world, Self.cursor)?.replacing("[\"serve\"]", with: "[\"serve\", \"--user\", \"joe\"]") ?? ""
    world.written.byPath.withLock { $0[Self.cursor] = changed }
    #expect(world.run("setup", "cursor", "--remove", "--yes") == .success)
    #expect(text(world, Self.cursor) == "{}")
    #expect(text(world, Self.cursor + ".token-ledger-backup-2") == changed)
  }
}
