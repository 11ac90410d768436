/// The programs whose logs are read.
package enum LogSources {
  /// A new program is a folder here and a line in this list; a program with several forms of logs has one line each.
  package static let all: [any LogSource] = [
    ClaudeCode(),
    Codex(), CodexCompressed(),
    GeminiCLI(), GeminiCLIDocuments(),
    OpenCodeDatabase(), OpenCodeFiles(),
    QwenCode(),
    CopilotCLI(), CopilotCLIDatabase(), CopilotCLITelemetry(),
    Pi(),
    Amp(),
    GooseDatabase(), GooseFiles(),
    LLM(),
    Cursor(), JSONLines(), CSV(),
  ]

  /// The names of the programs, each once, in order.
  package static let names: [String] = all.reduce(into: []) { if !$0.contains($1.name) { $0.append($1.name) } }

  /// Returns the forms of a program's logs.
  package static func named(_ name: String) -> [any LogSource] { all.filter { $0.name == name } }
}
