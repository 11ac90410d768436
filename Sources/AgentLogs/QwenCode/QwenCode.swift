package import JSON

/// Qwen Code: one file for each session, one line for each message, in `projects/<folder>/chats`; one for each sub-agent
/// in `projects/<folder>/subagents/<session>`.
package struct QwenCode: LineSource {
  package let name = "qwen-code"
  package let marks: [StaticString] = ["\"usageMetadata\""]

  package init() {}

  package func roots(of home: LogHome) -> [String] {
    // QWEN_DATA_DIR is a name that other readers of these logs have given to the program's folder.
    let named = home.named("QWEN_RUNTIME_DIR") ?? home.named("QWEN_DATA_DIR")
    return ["\(named ?? "\(home.folder)/.qwen")/projects"]
  }

  package func isLog(_ path: String) -> Bool {
    let folders = path.split(separator: "/").dropLast()
    return path.hasSuffix(".jsonl") && (folders.last == "chats" || folders.dropLast().last == "subagents")
  }

  package func reader(of file: LogFile, memory: JSONObject, among others: LogFiles) -> QwenCodeReader {
    QwenCodeReader(file)
  }
}
