package import JSON

/// Gemini CLI: one file for each session, one line for each change of a message, in `tmp/<project>/chats`.
///
/// Sub-agents have files of their own in a folder named after the session that started them.
package struct GeminiCLI: LineSource {
  package let name = "gemini-cli"
  package let marks: [StaticString] = ["\"tokens\"", "\"sessionId\""]

  package init() {}

  package func roots(of home: LogHome) -> [String] { Self.roots(of: home) }

  package func isLog(_ path: String) -> Bool { Self.isChat(path, ending: ".jsonl") }

  package func reader(of file: LogFile, memory: JSONObject, among others: LogFiles) -> GeminiCLIReader {
    GeminiCLIReader(GeminiCLISession(file, memory: memory))
  }

  /// Returns the folder with a folder for each project.
  static func roots(of home: LogHome) -> [String] {
    // GEMINI_DATA_DIR is a name that other readers of these logs have given to the folder of projects.
    if let folder = home.named("GEMINI_DATA_DIR") { return [folder] }
    return ["\(home.named("GEMINI_CLI_HOME") ?? home.folder)/.gemini/tmp"]
  }

  /// Returns whether a file lies among the sessions, or in a folder there, and has that ending.
  static func isChat(_ path: String, ending: String) -> Bool {
    path.hasSuffix(ending) && path.split(separator: "/").dropLast().suffix(2).contains("chats")
  }
}
