import CivilTime
import JSON

/// A thread of Codex, as its file's first line has it.
struct CodexThread: Hashable {
  /// Its id, by which its calls are named.
  let id: String
  /// The thread whose history its file may begin with; of a thread without one it is learned from such copies.
  var origin: String?
  /// The thread that has started it as a sub-agent.
  var parent: String?
  /// The thread of the user that a sub-agent belongs to, where that is said.
  var root: String?
  /// What kind of a sub-agent it is; nil for a thread of the user.
  var kind: String?
  var folder: String?
  var branch: String?
  var provider: String?
  /// When it was created, in milliseconds.
  var created: Int64?
  /// The number of the first line that is its own, where that is said.
  var firstOwn: Int64?

  /// Reads a `session_meta` line; nil without an id.
  ///
  /// The time of a copied line is that of the copying, but for the one in its payload.
  init?(_ line: CodexLine, isCopy: Bool = false) {
    let payload = line.payload
    guard let id = payload.name("id", "session_id") else { return nil }
    self.id = id
    let agent = payload.object("source")?["subagent"]
    let spawn = agent?.object?.object("thread_spawn")
    let starter = payload.name("parent_thread_id") ?? spawn?.name("parent_thread_id")
    origin = (payload.name("forked_from_id") ?? starter).flatMap { $0 == id ? nil : $0 }
    kind = Self.kind(payload, agent, spawn)
    parent = kind == nil ? nil : starter ?? origin
    root = payload.name("session_id").flatMap { $0 == id ? nil : $0 }
    folder = payload.text("cwd").flatMap { $0.utf8.count <= Self.longestFolder ? $0 : nil }
    branch = payload.object("git")?.name("branch")
    provider = payload.name("model_provider")
    created = ((isCopy ? nil : line.time) ?? payload.instant("timestamp"))?.milliseconds
    firstOwn = payload["subagent_history_start_ordinal"]?.number?.int64
  }

  /// The longest folder that a memory has room for, in bytes.
  private static let longestFolder = 1_024

  private static func kind(_ payload: JSONObject, _ agent: JSONValue?, _ spawn: JSONObject?) -> String? {
    let source = payload.text("thread_source")
    let agent = agent.flatMap { $0.isNull ? nil : $0 }
    guard agent != nil || source == "subagent" || source == "guardian_review" else { return nil }
    let role = payload.name("agent_role") ?? spawn?.name("agent_role", "agent_type")
    let form = agent?.string ?? agent?.object?.name("other") ?? (spawn == nil ? agent?.object?.keys.first : nil)
    return role ?? form.map { String($0.prefix(64)) } ?? (source == "guardian_review" ? "guardian" : "subagent")
  }
}

extension JSONObject {
  /// The longest name that a memory has room for, in bytes.
  private static let longestName = 256

  /// Returns the first of these texts that is there and short enough to be a name.
  func name(_ names: String...) -> String? {
    for name in names {
      if let text = text(name), text.utf8.count <= Self.longestName { return text }
    }
    return nil
  }
}

extension CodexThread {
  /// Reads back ``memory``.
  init?(_ memory: JSONObject?) {
    guard let memory, let id = memory.text("id") else { return nil }
    self.id = id
    origin = memory.text("origin")
    parent = memory.text("parent")
    root = memory.text("root")
    kind = memory.text("kind")
    folder = memory.text("folder")
    branch = memory.text("branch")
    provider = memory.text("provider")
    created = memory["created"]?.number?.int64
    firstOwn = memory["firstOwn"]?.number?.int64
  }

  /// The thread as a reader keeps it.
  var memory: JSONValue {
    .object(of: [
      "id": .string(id), "origin": origin.map(JSONValue.string), "parent": parent.map(JSONValue.string),
      "root": root.map(JSONValue.string), "kind": kind.map(JSONValue.string), "folder": folder.map(JSONValue.string),
      "branch": branch.map(JSONValue.string), "provider": provider.map(JSONValue.string),
      "created": created.map { .number(JSONNumber($0)) }, "firstOwn": firstOwn.map { .number(JSONNumber($0)) },
    ])
  }
}
