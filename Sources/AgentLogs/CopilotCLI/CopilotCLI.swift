package import JSON

/// GitHub Copilot CLI: one file for each session, one line for each event, in `session-state`.
///
/// Its events tell of tokens only when the program ends, as sums for each model.
package struct CopilotCLI: LineSource {
  package let name = "copilot-cli"
  package let marks: [StaticString] = ["\"session.shutdown\"", "\"session.start\"", "\"session.resume\""]

  package init() {}

  package func roots(of home: LogHome) -> [String] { ["\(Self.folder(of: home))/session-state"] }

  package func isLog(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    // Old versions have no folder for a session.
    return parts.last == "events.jsonl" || parts.count == 1 && path.hasSuffix(".jsonl")
  }

  package func reader(of file: LogFile, memory: JSONObject, among others: LogFiles) -> CopilotCLIReader {
    CopilotCLIReader(file, memory: memory)
  }

  /// Returns the program's folder.
  static func folder(of home: LogHome) -> String { home.named("COPILOT_HOME") ?? "\(home.folder)/.copilot" }

  /// Returns the program's folder in which a folder of this name lies that holds a file; nil where there is none.
  static func folder(above name: String, holding file: LogFile) -> String? {
    file.folders.lastIndex { $0 == name }.map { "/" + file.folders[..<$0].joined(separator: "/") }
  }

  /// Returns a model's name without what the program adds for long contexts.
  static func model(named name: String) -> String {
    for ending in ["-1m-internal", "-1m"] where name.hasSuffix(ending) { return String(name.dropLast(ending.count)) }
    return name
  }
}
