import TestSupport
import Testing

@testable import Commands

@Suite struct ServerSetupTests {
  private static let command = "/usr/local/bin/token-ledger"
  private static let setup = ServerSetup(
    wanted: ServerEntry(name: "token-ledger", command: command, arguments: ["serve"]), isOurs: { $0 == command })

  @Test func `there are many shapes`() { #expect(HostShape.all.count > 60) }

  @Test(arguments: HostShape.all)
  func `our server is put behind what is there, once`(_ shape: HostShape) throws {
    let before = try shape.format.servers(in: shape.bytes).entries
    let set = try Self.setup.set(shape.bytes, shape.format)
    let after = try shape.format.servers(in: set).entries
    #expect(after == before + [Self.setup.wanted], "\(String(decoding: set, as: UTF8.self))")
    #expect(try Self.setup.set(set, shape.format) == set)
    #expect(isSubsequence(shape.bytes, of: set), "\(String(decoding: set, as: UTF8.self))")
  }

  @Test(arguments: HostShape.all)
  func `without our server the others are as they were, and most files too`(_ shape: HostShape) throws {
    let set = try Self.setup.set(shape.bytes, shape.format)
    let removed = try ServerSetup.removed(from: set, shape.format)
    #expect(try shape.format.servers(in: removed).entries == shape.format.servers(in: shape.bytes).entries)
    if shape.isPlain {
      #expect(removed == shape.bytes, "\(String(decoding: set, as: UTF8.self).debugDescription)")
    }
  }

  private func isSubsequence(_ old: [UInt8], of new: [UInt8]) -> Bool {
    var rest = old[...]
    for byte in new where byte == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test(arguments: [
    (
      #"{"a": 1}"#,
      #"{"a": 1, "mcpServers": {"token-ledger": {"command": "/usr/local/bin/token-ledger", "args": ["serve"]}}}"#
    ),
    (
      "{\n\t\"a\": 1 // one\n}",
      """
      {
      \t"a": 1, // one
      \t"mcpServers": {
      \t\t"token-ledger": {
      \t\t\t"command": "/usr/local/bin/token-ledger",
      \t\t\t"args": ["serve"]
      \t\t}
      \t}
      }
      """
    ),
  ])
  func `an entry is laid out as the file is`(_ old: String, _ new: String) throws {
    #expect(text(try Self.setup.set(Array(old.utf8), .json(key: "mcpServers", statesType: false))) == new)
  }

  @Test func `a section of TOML comes behind a blank line`() throws {
    #expect(
      text(try Self.setup.set(Array("a = 1\n".utf8), .toml)) == """
        a = 1

        [mcp_servers.token-ledger]
        command = "/usr/local/bin/token-ledger"
        args = ["serve"]

        """)
  }

  /// Entries of ours that are brought up to date: only the command and missing words change.
  @Test(arguments: [
    (
      HostFormat.json(key: "mcpServers", statesType: false),
      #"{"mcpServers": {"token-ledger": {"args": ["serve", "--user", "a"], "command": "/old/token-ledger", "env": {"A": "b"}}}}"#,
      #"{"mcpServers": {"token-ledger": {"args": ["serve", "--user", "a"], "command": "/usr/local/bin/token-ledger", "env": {"A": "b"}}}}"#
    ),
    (
      .json(key: "mcpServers", statesType: false),
      #"{"mcpServers": {"token-ledger": {"command": "/old/token-ledger"}}}"#,
      #"{"mcpServers": {"token-ledger": {"command": "/usr/local/bin/token-ledger", "args": ["serve"]}}}"#
    ),
    (
      .toml, "[mcp_servers.token-ledger]\n  command = '/old/token-ledger' # ours\nenabled = true\n",
      "[mcp_servers.token-ledger]\n  args = [\"serve\"]\n  command = \"/usr/local/bin/token-ledger\" # ours\nenabled = true\n"
    ),
    (
      .toml, "mcp_servers = {token-ledger = {command = '/old/token-ledger', args = ['serve']}}",
      "mcp_servers = {token-ledger = {command = \"/usr/local/bin/token-ledger\", args = ['serve']}}"
    ),
    (
      .toml, "mcp_servers.'token-ledger'.command = '/old/token-ledger'\n",
      "mcp_servers.token-ledger.args = [\"serve\"]\nmcp_servers.'token-ledger'.command = \"/usr/local/bin/token-ledger\"\n"
    ),
  ])
  func `an entry at another path is brought up to date`(_ format: HostFormat, _ old: String, _ new: String) throws {
    let set = try Self.setup.set(Array(old.utf8), format)
    #expect(text(set) == new)
    #expect(try Self.setup.set(set, format) == set)
  }

  @Test(arguments: [
    #"{"mcpServers": {"spend": {"command": "sh", "args": ["-c", "exec token-ledger serve"]}}}"#,
    #"{"mcpServers": {"spend": {"command": "/usr/local/bin/token-ledger", "args": ["--data-dir", "/d", "serve"]}}}"#,
  ])
  func `an entry that works is left as it is`(_ old: String) throws {
    #expect(text(try Self.setup.set(Array(old.utf8), .json(key: "mcpServers", statesType: false))) == old)
  }

  @Test func `a server of one project does not stand for all`() throws {
    let old =
      #"{"projects": {"/w": {"mcpServers": {"s": {"command": "/usr/local/bin/token-ledger", "args": ["serve"]}}}}}"#
    let format = HostFormat.json(key: "mcpServers", statesType: true)
    let set = try Self.setup.set(Array(old.utf8), format)
    #expect(try format.servers(in: set).entries.map(\.isForAll) == [true, false])
    #expect(text(try ServerSetup.removed(from: set, format)) == old)
  }

  @Test(arguments: [
    (HostFormat.json(key: "mcpServers", statesType: false), "[1]", "is not a JSON object"),
    (
      .json(key: "mcpServers", statesType: false), #"{"mcpServers": []}"#,
      "has something else than an object under \"mcpServers\""
    ),
    (
      .json(key: "mcpServers", statesType: false), #"{"mcpServers": null}"#,
      "has something else than an object under \"mcpServers\""
    ),
    (
      .json(key: "mcpServers", statesType: false), #"{"mcpServers": {"token-ledger": {"url": "http://x"}}}"#,
      "has another server that is called \"token-ledger\"; give that one another name"
    ),
    (.json(key: "mcpServers", statesType: false), "{\n  \"ä\": ,\n}", "is not JSON (line 2, column 8)"),
    (.json(key: "mcpServers", statesType: false), "{,}", "is not JSON (line 1, column 2)"),
    (.json(key: "mcpServers", statesType: false), #"{"a": "b}"#, "is not JSON (line 1, column 10)"),
    (.json(key: "mcpServers", statesType: false), #"{"a": 1, "a": 2}"#, "is not JSON (line 1, column 10)"),
    (.toml, "a = \n", "is not TOML (line 1, column 5)"),
    (.toml, "# c\n[a\nb = 1", "is not TOML (line 2, column 3)"),
    (.toml, "a = \"b\nc\"", "is not TOML (line 1, column 7)"),
    (.toml, "a = 1 b = 2", "is not TOML (line 1, column 7)"),
    (.toml, "a = [1,\n2", "is not TOML (line 2, column 2)"),
    (.toml, "a = yes", "is not TOML (line 1, column 5)"),
    (.toml, "a = \"\\q\"", "is not TOML (line 1, column 9)"),
    (.toml, "mcp_servers = 5", "has something else than a table under \"mcp_servers\""),
    (.toml, "[[mcp_servers]]\na = 1", "has something else than a table under \"mcp_servers\""),
  ])
  func `what cannot be read or changed is told with its place`(
    _ format: HostFormat, _ text: String, _ sentence: String
  ) {
    let fault = #expect(throws: HostFileError.self) { try Self.setup.set(Array(text.utf8), format) }
    #expect(fault?.sentence == sentence)
  }

  @Test(arguments: HostShape.all)
  func `a file that was cut off anywhere is read or refused`(_ shape: HostShape) {
    for end in shape.bytes.indices {
      let cut = Array(shape.bytes[..<end])
      guard let set = try? Self.setup.set(cut, shape.format) else { continue }
      #expect(throws: Never.self) { try shape.format.servers(in: set) }
    }
  }

  @Test(arguments: [HostFormat.json(key: "mcpServers", statesType: false), .toml])
  func `the laws hold for shapes made by chance`(_ format: HostFormat) throws {
    try forAll(seed: 12, count: 3_000) { chance in
      format == .toml ? RandomShape.toml(&chance) : RandomShape.json(&chance)
    } check: { text in
      let old = Array(text.utf8)
      let before = try format.servers(in: old).entries
      let set = try Self.setup.set(old, format)
      let file = SetupFile(path: "", format: format, parts: [.server], server: Self.setup, hook: [], statusLine: [])
      let others = { (entries: [ServerEntry]) in entries.filter { $0.name != "token-ledger" } }
      return try format.servers(in: set).entries.count { $0 == Self.setup.wanted } == 1
        && others(try format.servers(in: set).entries) == before
        && Self.setup.set(set, format) == set
        && file.undone(set, backups: [old]) == old
        && format.servers(in: ServerSetup.removed(from: set, format)).entries == before
        && isSubsequence(old, of: set)
    }
  }
}
