import Testing

@testable import Commands

/// A configuration as somebody has written it.
struct HostShape: Sendable, CustomTestStringConvertible {
  let name: String
  let format: HostFormat
  let text: String
  /// Whether the shape tells of itself what was put in, without the backup.
  var isPlain = true
  var testDescription: String { name }
  var bytes: [UInt8] { Array(text.utf8) }

  /// The word of a host that is configured in this way.
  var host: String {
    switch format {
    case .json(key: "servers", _): "vscode"
    case .json: "gemini-cli"
    case .toml: "codex"
    }
  }

  /// The file of that host.
  var path: String {
    switch host {
    case "vscode": "/home/ada/.config/Code/User/mcp.json"
    case "codex": "/home/ada/.codex/config.toml"
    default: "/home/ada/.gemini/settings.json"
    }
  }

  /// The shapes into which our server is put.
  static let all = json + toml

  private static func json(_ name: String, _ text: String, isPlain: Bool = true) -> HostShape {
    HostShape(name: name, format: .json(key: "mcpServers", statesType: false), text: text, isPlain: isPlain)
  }

  private static func code(_ name: String, _ text: String, isPlain: Bool = true) -> HostShape {
    HostShape(name: name, format: .json(key: "servers", statesType: true), text: text, isPlain: isPlain)
  }

  private static func toml(_ name: String, _ text: String, isPlain: Bool = true) -> HostShape {
    HostShape(name: name, format: .toml, text: text, isPlain: isPlain)
  }

  static let json = [
    json("an empty file", "", isPlain: false),
    json("blanks", " \n\n", isPlain: false),
    json("a comment alone", "// servers of mine", isPlain: false),
    json("a long comment alone", "/* servers\n of mine */\n", isPlain: false),
    json("a mark alone", "\u{FEFF}", isPlain: false),
    json("an empty object", "{}"),
    json("an empty object with an end of line", "{}\n"),
    json("an empty object with a blank", "{ }\n", isPlain: false),
    json("an empty object over two lines", "{\n}\n", isPlain: false),
    json("a comment in an empty object", "{\n  // none yet\n}\n"),
    json("a mark and an empty object", "\u{FEFF}{}\r\n"),
    json("no servers", "{\n  \"theme\": \"dark\"\n}\n"),
    json("no servers, in one line", #"{"theme": "dark", "n": 1.50}"#),
    json("no blanks at all", #"{"theme":"dark","mcpServers":{"a":{"command":"x"}}}"#),
    json("an empty list of servers", "{\n  \"mcpServers\": {}\n}\n", isPlain: false),
    json("an empty list of servers in one line", #"{"mcpServers": {}}"#, isPlain: false),
    json("an empty list of servers over lines", "{\n  \"mcpServers\": {\n  }\n}\n", isPlain: false),
    json(
      "another server", "{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"npx\", \"args\": [\"-y\", \"a\"]}\n  }\n}\n"
    ),
    json(
      "four spaces",
      "{\n    \"mcpServers\": {\n        \"a\": {\n            \"url\": \"http://x\"\n        }\n    }\n}"),
    json("tabs", "{\n\t\"mcpServers\": {\n\t\t\"a\": {\n\t\t\t\"command\": \"x\"\n\t\t}\n\t},\n\t\"b\": 1\n}\n"),
    json("CRLF", "{\r\n  \"mcpServers\": {\r\n    \"a\": {}\r\n  }\r\n}\r\n"),
    json("no end of line", "{\n  \"a\": 1\n}"),
    json("ends of lines at the end", "{\n  \"a\": 1\n}\n\n\n"),
    json("blanks around everything", " { \"a\" : 1 , \"mcpServers\" : { \"b\" : { } } } \n"),
    json("a server behind others", "{\"mcpServers\": {\"a\": {}, \"b\": {}}, \"c\": [1, 2, {\"d\": null}]}\n"),
    json("unicode", "{\n  \"büro\": \"世界 👋🏽\",\n  \"mcpServers\": {\"é\": {\"command\": \"\\u00e9\"}}\n}\n"),
    json("escaped names", #"{"mcp\u0053ervers": {"a\"b": {"command": "C:\\x\\"}}, "\\": "}"}"#),
    json(
      "deep unknown keys", "{\n  \"a\": {\"b\": {\"c\": [[{\"mcpServers\": {}}]]}},\n  \"mcpServers\": {\"x\": {}}\n}\n"
    ),
    json("the word in a text", #"{"note": "token-ledger serve", "mcpServers": {"a": {"command": "x"}}}"#),
    json("numbers that no double holds", "{\n  \"n\": 12345678901234567890.000,\n  \"e\": 1E+400\n}\n"),
    json("brackets closed in one line", "{ \"a\": 1,\n  \"b\": 2 }\n"),
    code(
      "comments everywhere",
      "// top\n{ // open\n  /* a */ \"servers\": { // s\n    \"a\": {} // last\n    // \"b\": {}\n  } // end\n}\n// bottom\n"
    ),
    code("a comment behind the last member", "{\n  \"inputs\": [] // none\n}\n"),
    code("a comment that looks like JSON", "{\n  /* { \"servers\": { */\n  \"inputs\": [\"//\", \"/*\"]\n}\n"),
    code("a comment in one line", #"{"inputs": [] /* none */ }"#),
    code("a comment at the end of one line", "{\"inputs\": [] // none\n}\n"),
    code("a trailing comma", "{\n  \"servers\": {\n    \"a\": {},\n  },\n}\n"),
    code("trailing commas in one line", #"{"servers": {"a": {"args": [1,],},},}"#),
    code(
      "a trailing comma and a comment",
      "{\n  \"servers\": {\n    \"a\": {}, // c\n    // d\n  },\n  \"inputs\": [],\n}\n"),
    code("a trailing comma without servers", "{\n  \"inputs\": [],\n}\n"),
    code("a comma in front", "{\n    \"inputs\": []\n  , \"servers\": {\n      \"a\": {}\n    , \"b\": {}\n  }\n}\n"),
    code("a comment inside the empty list", "{\n  \"servers\": { /* none */ }\n}\n", isPlain: false),
  ]

  static let toml = [
    toml("an empty TOML", ""),
    toml("an end of line", "\n"),
    toml("a mark in front of TOML", "\u{FEFF}model = \"x\"\n"),
    toml("keys only", "model = \"x\"\napproval_policy = 'never'\n"),
    toml("keys without an end of line", "model = \"x\""),
    toml("TOML with CRLF", "model = \"x\"\r\n\r\n[history]\r\nmax = 1_000\r\n"),
    toml("TOML with CRLF and no end", "model = \"x\"\r\n[history]\r\nmax = 1"),
    toml("blank lines at the end", "model = \"x\"\n\n\n"),
    toml("a comment at the end", "model = \"x\"\n# that is all"),
    toml("a server with its environment", "[mcp_servers.a]\ncommand = \"x\"\n\n[mcp_servers.a.env]\nTOKEN = \"y\"\n"),
    toml(
      "a server in front of other tables",
      "[mcp_servers.a]\ncommand = \"x\"\nargs = [\n  \"[b]\", # [c]\n]\n\n[tui]\nn = 1\n"),
    toml("quoted names", "[mcp_servers.\"a.b\"]\ncommand = \"x\"\n[mcp_servers.'c]']\ncommand = '''y\n[z]'''\n"),
    toml("a table of servers", "[mcp_servers]\na = { command = \"x\", args = [] }\nb.command = \"y\"\n[other]\n"),
    toml("dotted keys", "mcp_servers.a.command = \"x\"\nmcp_servers.a.args = [\"y\"]\n"),
    toml("servers in braces", "mcp_servers = { a = { command = \"x\" } }\n[other]\nb = 1\n"),
    toml("no servers in braces", "mcp_servers = {}\n"),
    toml("no servers in braces, with a blank", "mcp_servers = { }\n"),
    toml("a comma at the end of braces", "mcp_servers = {\n  a = { command = \"x\" },\n}\n"),
    toml("lists of tables", "[[agents]]\nname = \"a\"\n[[agents]]\nname = \"b\"\n[agents.env]\nx = 1\n"),
    toml(
      "values of all kinds",
      "a = 1979-05-27 07:32:00Z # time\nb = [1, -2.5e3, +inf, nan, 0xff, true]\nc = {d.e = 'f', g = \"\"\"h\n\"i\" \"\"\"\"}\n"
    ),
    toml("a text that looks like a section", "note = \"\"\"\n[mcp_servers.token-ledger]\ncommand = \"x\"\n\"\"\"\n"),
    toml("blanks and indentation", "  [ mcp_servers . a ]  # s\n\tcommand=\"x\"\n\n  [ tui ]\n"),
    toml("unicode in TOML", "# 世界\n[\"büro\"]\n\"é\" = \"\\u00e9 \\U0001F600 👋🏽\"\n"),
  ]
}
