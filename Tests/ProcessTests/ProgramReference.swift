import JSON
import TestSupport

/// What the built program says of itself.
enum ProgramReference {
  /// A name and the line that says what it is.
  struct Entry {
    let name: String
    let text: String
  }

  /// Words of other programs' command lines in the pages.
  private static let foreignOptions: Set = ["--add-mcp", "--static-swift-stdlib"]

  /// Returns what a command prints.
  static func output(_ words: [String]) throws -> String {
    let process = try ServerProcess(words, data: nil)
    process.closeInput()
    var lines = try process.outputText().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// The commands with what they do.
  static func commands() throws -> [Entry] {
    try output(["help"]).matches(of: #/(?m)^  ([a-z -]+?)  +(\S.*)$/#)
      .map { Entry(name: String($0.output.1), text: String($0.output.2)) }
  }

  /// The settings with what they mean.
  static func settings() throws -> [Entry] {
    try output(["help", "serve"]).matches(of: #/(?m)^  ([A-Z_]+): (.+)$/#)
      .map { Entry(name: String($0.output.1), text: String($0.output.2)) }
  }

  /// The options of all commands, and those of other programs that the pages name.
  static func options() throws -> Set<String> {
    try commands().reduce(into: foreignOptions) { options, command in
      let help = try output(["help"] + command.name.split(separator: " ").map(String.init))
      options.formUnion(help.matches(of: #/(?m)^  (--[a-z0-9-]+)/#).map { String($0.output.1) })
    }
  }

  /// Returns what the server lists, such as `tools` or `resources/templates`.
  static func list(_ kind: String) throws -> [JSONObject] {
    try TemporaryFolder.with { folder in
      let server = try ServerProcess(data: folder.path)
      _ = try server.ask(Wire.initialize())
      let reply = try server.ask(Wire.request(1, kind + "/list"))
      server.closeInput()
      _ = try server.ending()
      return ["tools", "prompts", "resources", "resourceTemplates"]
        .compactMap { reply["result"]?[$0]?.array }.first?.compactMap(\.object) ?? []
    }
  }
}
