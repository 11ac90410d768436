package import JSON

/// The telemetry of GitHub Copilot CLI, where a user has it written to files below the program's folder.
///
/// It may repeat what sessions and the database tell of: only calls of conversations count that neither of them knows.
/// Files elsewhere are left alone, as nothing says which sessions are beside them.
package struct CopilotCLITelemetry: LineSource {
  package let name = "copilot-cli"
  package let marks: [StaticString] = ["\"gen_ai.usage.input_tokens\"", "\"gen_ai.usage.output_tokens\""]

  package init() {}

  package func roots(of home: LogHome) -> [String] { ["\(CopilotCLI.folder(of: home))/otel"] }

  package func isLog(_ path: String) -> Bool { path.hasSuffix(".jsonl") }

  package func reader(of file: LogFile, memory: JSONObject, among others: LogFiles) -> CopilotTelemetryReader {
    CopilotTelemetryReader(file)
  }
}
