package import JSON

/// Codex, in the terminal and as an app: one file for each thread, in `sessions` by days and in `archived_sessions`.
package struct Codex: LineSource {
  package let name = "codex"
  package let marks: [StaticString] = [
    "\"token_count\"", "\"turn_context\"", "\"session_meta\"", "\"thread_settings_applied\"", "\"token_usage_record\"",
    "\"compacted\"", "\"turn.completed\"",
  ]

  package init() {}

  package func roots(of home: LogHome) -> [String] { Self.roots(of: home) }

  package func isLog(_ path: String) -> Bool { path.hasSuffix(".jsonl") }

  package func reader(of file: LogFile, memory: JSONObject, among others: LogFiles) -> CodexReader {
    CodexReader(file, memory, others.learned { CodexThreads(others.files) })
  }

  /// Returns both folders of each home; other readers of these logs let the variable name several, with commas.
  static func roots(of home: LogHome) -> [String] {
    let named = home.environment["CODEX_HOME"]?.split(separator: ",").map { String($0).trimmed } ?? []
    let homes = named.filter { !$0.isEmpty }.map(home.resolved)
    let all = homes.isEmpty ? ["\(home.folder)/.codex"] : homes
    return all.flatMap { ["\($0)/sessions", "\($0)/archived_sessions"] }
  }
}
