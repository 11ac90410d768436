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

  @Test func `only our own entry is told another ledger, and the others are named`() {
    let path = "/home/ada/.claude.json"
    func servers(_ own: String) -> String {
      #"{"mcpServers":{"work":{"command":"/opt/token-ledger","args":["serve","--data-dir","/w"]},"#
        + #""home":{"command":"/old/token-ledger","args":["serve","--data-dir","/h"]}\#(own)}}"#
    }
    let world = world([path: servers("")])
    #expect(world.run("setup", "claude-code", "--yes", "--data-dir", "/x") == .success, "\(world.notes)")
    let entry = #"{"type": "stdio", "command": "/opt/token-ledger", "args": ["serve", "--data-dir", "/x"]}"#
    #expect(text(world, path) == servers(#", "token-ledger": \#(entry)"#))
    for name in ["work", "home"] { #expect(prints(world, "\"\(name)\" in \(path) starts token-ledger too")) }
    #expect(world.run("setup", "claude-code", "--yes", "--data-dir", "/y") == .success, "\(world.notes)")
    #expect(text(world, path) == servers(#", "token-ledger": \#(entry.replacing("/x", with: "/y"))"#))
  }

  @Test func `an entry of another name that does the same is enough`() {
    let old = #"{"mcpServers":{"work":{"command":"/opt/token-ledger","args":["serve","--data-dir","/w"]}}}"#
    let world = world([Self.cursor: old])
    #expect(world.run("setup", "cursor", "--yes", "--data-dir", "/w") == .success)
    #expect(text(world, Self.cursor) == old)
    #expect(prints(world, "There is nothing to do") && prints(world, "\"work\" in"))
  }

  @Test func `our name that starts the ledger in another way is not told another ledger`() {
    let old = #"{"mcpServers":{"token-ledger":{"command":"env","args":["token-ledger","serve"]}}}"#
    let world = world([Self.cursor: old])
    #expect(world.run("setup", "cursor", "--yes", "--data-dir", "/x") == .badData)
    #expect(world.notes.last?.contains("has another server that is called \"token-ledger\"") == true)
    #expect(text(world, Self.cursor) == old)
  }

  /// The words of our entry before and after `--data-dir /x --env-file /e`.
  @Test(arguments: [
    (
      #"["serve","--data-dir","/b","--user","joe"]"#, #"["serve","--data-dir","/x","--user","joe", "--env-file", "/e"]"#
    ),
    (#"["--data-dir=/b", "serve"]"#, #"["--data-dir=/x", "serve", "--env-file", "/e"]"#),
    (#"["serve", "--env-file", "/f", "--data-dir", "/x"]"#, #"["serve", "--env-file", "/e", "--data-dir", "/x"]"#),
    (
      "[\n\"serve\", // mine\n\"--user\",\n\"joe\"]",
      "[\n\"serve\", // mine\n\"--user\",\n\"joe\",\n\"--data-dir\",\n\"/x\",\n\"--env-file\",\n\"/e\"]"
    ),
    (#"["--user", "joe"]"#, #"["--user", "joe", "serve", "--data-dir", "/x", "--env-file", "/e"]"#),
    ("[]", #"["serve", "--data-dir", "/x", "--env-file", "/e"]"#),
  ])
  func `the words of a user stay in our entry`(_ old: String, _ new: String) {
    let path = "/home/ada/.cursor/mcp.json"
    func json(_ words: String) -> String {
      #"{"mcpServers":{"token-ledger":{"command":"/opt/token-ledger","args":\#(words)}}}"#
    }
    func toml(_ words: String) -> String {
      "[mcp_servers.token-ledger]\ncommand = '/opt/token-ledger'\nargs = \(words)\n"
    }
    let world = world([path: json(old)])
    world.files["/e"] = ""
    #expect(world.run("setup", "cursor", "--yes", "--data-dir", "/x", "--env-file", "/e") == .success, "\(world.notes)")
    #expect(text(world, path) == json(new))
    guard !old.contains("//") else { return }
    let codex = self.world(["/home/ada/.codex/config.toml": toml(old)])
    #expect(codex.run("setup", "codex", "--yes", "--data-dir", "/x", "--env-file", "/e") == .success, "\(codex.notes)")
    #expect(text(codex, "/home/ada/.codex/config.toml") == toml(new))
  }

  @Test func `hooks and the status line follow the server to another ledger`() {
    let world = world()
    #expect(world.run("setup", "claude-code", "--hooks", "--statusline", "--yes") == .success, "\(world.notes)")
    #expect(world.run("setup", "claude-code", "--data-dir", "/x y", "--yes") == .success, "\(world.notes)")
    let new = text(world, Self.settings) ?? ""
    #expect(new.ranges(of: "\"/opt/token-ledger guard claude-code --data-dir '/x y'\"").count == 5, "\(new)")
    #expect(new.contains("\"/opt/token-ledger statusline --data-dir '/x y'\""))
    #expect(world.run("setup", "claude-code", "--data-dir", "/x y", "--yes") == .success)
    #expect(world.printed.last?.hasPrefix("There is nothing to do") == true)
  }

  @Test func `a server alone brings no hooks, and none in a broken file`() {
    let world = world([Self.settings: "{"])
    #expect(world.run("setup", "claude-code", "--yes") == .success, "\(world.notes)")
    #expect(files(world) == ["/home/ada/.claude.json"])
    #expect(world.run("setup", "claude-code", "--hooks", "--yes") == .badData)
  }

  /// Commands before and after `--data-dir /x`; one that does more than ours stays and is named.
  @Test(arguments: [
    (
      "/old/token-ledger guard claude-code --data-dir /w --user 'a b'",
      "/opt/token-ledger guard claude-code --data-dir /x --user 'a b'"
    ),
    (
      "'/old dir/token-ledger' guard claude-code --data-dir='/my w'",
      "/opt/token-ledger guard claude-code --data-dir=/x"
    ),
    ("cd /y && token-ledger guard claude-code", nil),
  ])
  func `a hook keeps a user's words`(_ old: String, _ new: String?) {
    func json(_ command: String) -> String {
      #"{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"\#(command)","timeout":9}]}]}}"#
    }
    let world = world([Self.settings: json(old)])
    #expect(world.run("setup", "claude-code", "--data-dir", "/x", "--yes") == .success, "\(world.notes)")
    #expect(text(world, Self.settings) == json(new ?? old))
    #expect(prints(world, "A hook of Stop in \(Self.settings) runs token-ledger too") == old.contains("cd"))
  }

  @Test(arguments: [[], ["--statusline"]])
  func `a status line of ours keeps its words and settings`(_ words: [String]) {
    func json(_ program: String) -> String {
      #"{"statusLine":{"type":"command","command":"\#(program)/token-ledger statusline --data-dir /w","padding":0,"x":1}}"#
    }
    let world = world([Self.settings: json("/old")])
    let host = world.host(["setup", "claude-code", "--yes"] + words)
    #expect(CommandLineProgram.run(host) == .success, "\(world.notes)")
    #expect(text(world, Self.settings) == json("/opt"))
  }

  @Test(arguments: [
    (["cursor"], #"{"a": 1}"#), (["codex"], "a = 1\n"), (["claude-code", "--hooks", "--statusline"], #"{"a": 1}"#),
    (["cursor"], nil), (["codex"], nil), (["claude-code", "--hooks", "--statusline"], nil), (["cursor"], ""),
  ])
  func `what was set up several times with other words leaves nothing`(_ words: [String], _ old: String?) {
    let paths =
      switch words[0] {
      case "cursor": [Self.cursor]
      case "codex": ["/home/ada/.codex/config.toml"]
      default: ["/home/ada/.claude.json", Self.settings]
      }
    let before = old.map { old in Dictionary(uniqueKeysWithValues: paths.map { ($0, old) }) } ?? [:]
    let world = world(before)
    for folder in ["/x", "/y z", "/w"] {
      let host = world.host(["setup"] + words + ["--yes", "--data-dir", folder])
      #expect(CommandLineProgram.run(host) == .success, "\(world.notes)")
    }
    #expect(world.run("setup", words[0], "--remove", "--yes") == .success, "\(world.notes)")
    #expect(world.written.byPath.withLock { $0 } == before)
    for path in paths { #expect(text(world, path) == old) }
  }

  @Test func `a backup with more than setup makes is never removed`() {
    let old = #"{"mcpServers":{"token-ledger":{"command":"/old/token-ledger","args":["serve"],"env":{"K":"secret"}}}}"#
    let world = world([Self.cursor: old])
    #expect(world.run("setup", "cursor", "--yes") == .success)
    #expect(world.run("setup", "cursor", "--remove", "--yes") == .success)
    #expect(text(world, Self.cursor + ".token-ledger-backup") == old)
  }
}
