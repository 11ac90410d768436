package import JSON

/// pi: one file for each session, one line for each entry of it, in `sessions/<folder>`.
package struct Pi: LineSource {
  package let name = "pi"
  package let marks: [StaticString] = ["\"usage\"", "\"session\"", "\"model_change\""]

  package init() {}

  package func roots(of home: LogHome) -> [String] {
    // The last name is one that other readers of these logs have given to the folder of sessions.
    if let sessions = home.named("PI_CODING_AGENT_SESSION_DIR") { return [sessions] }
    if let folder = home.named("PI_CODING_AGENT_DIR") { return ["\(folder)/sessions"] }
    return [home.named("PI_AGENT_DIR") ?? "\(home.folder)/.pi/agent/sessions"]
  }

  package func isLog(_ path: String) -> Bool { path.hasSuffix(".jsonl") }

  package func reader(of file: LogFile, memory: JSONObject, among others: LogFiles) -> PiReader {
    PiReader(file, memory: memory)
  }
}
