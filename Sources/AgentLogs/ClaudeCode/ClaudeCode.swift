package import JSON

/// Claude Code: one file for each session, one line for each part of a message, in `projects`.
package struct ClaudeCode: LineSource {
  static let name = "claude-code"
  package let name: String = Self.name
  package let marks: [StaticString] = ["\"usage\""]

  package init() {}

  package func roots(of home: LogHome) -> [String] {
    guard let named = home.environment["CLAUDE_CONFIG_DIR"]?.split(separator: ",").map(String.init), !named.isEmpty
    else { return ["\(home.configFolder)/claude/projects", "\(home.folder)/.claude/projects"] }
    return named.filter { $0.contains { !$0.isWhitespace } }.map { name in
      let folder = home.resolved(name.filter { !$0.isNewline }.trimmed)
      return folder.hasSuffix("/projects") ? folder : "\(folder)/projects"
    }
  }

  package func isLog(_ path: String) -> Bool { path.hasSuffix(".jsonl") }

  package func reader(of file: LogFile, memory: JSONObject, among others: LogFiles) -> ClaudeCodeReader {
    ClaudeCodeReader(file)
  }
}

extension String {
  /// The text without blanks around it.
  var trimmed: String {
    // Most texts have none, which their first and last byte tell.
    if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
      return self
    }
    guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[start...end])
  }
}
