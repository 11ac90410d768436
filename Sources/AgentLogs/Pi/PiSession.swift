import CivilTime
import JSON

/// What is known of a session of pi from the entries before one.
struct PiSession {
  private let file: LogFile
  private var header: String?
  /// When the session began; entries of a fork that are older are copies.
  private var start: Instant?
  /// The session from which it was forked.
  private var origin: String?
  /// Where it works.
  private(set) var folder: String?
  /// The model in use, for summaries, which do not name theirs.
  private(set) var model: String?
  private(set) var provider: String?

  /// Takes up a session with what was known of it before.
  init(_ file: LogFile, memory: JSONObject) {
    self.file = file
    header = memory.text("session")
    start = memory.instant("start")
    origin = memory.text("origin")
    folder = memory.text("folder")
    model = memory.text("model")
    provider = memory.text("provider")
  }

  /// What must be known of it to go on.
  var memory: JSONObject {
    var memory = JSONObject()
    let start = start?.description
    for (name, text) in [
      ("session", header), ("start", start), ("origin", origin), ("folder", folder), ("model", model),
      ("provider", provider),
    ] {
      memory[name] = text.flatMap { $0.utf8.count <= 512 ? .string($0) : nil }
    }
    return memory
  }

  /// Takes over what the first line says.
  mutating func begin(_ line: JSONObject) {
    header = line.text("id")
    start = line.instant("timestamp")
    origin = line.text("parentSession").flatMap { Self.session(named: $0.split(separator: "/").last ?? "") }
    folder = line.text("cwd")
  }

  /// Takes over which model is in use.
  mutating func use(model: String?, of provider: String?) {
    guard let model else { return }
    self.model = model
    self.provider = provider
  }

  /// Returns the session to which a call at some time counts: a sub-agent's to the session above it, a copy's to the one
  /// that it was copied from.
  func session(at time: Instant) -> String {
    if let parent { return parent }
    if let origin, let start, time < start { return origin }
    return header ?? Self.session(named: file.name[...]) ?? String(file.name.dropLast(".jsonl".count))
  }

  /// True in the file of a sub-agent.
  var isSubagent: Bool { parent != nil || file.folders.contains("subagent-artifacts") }

  /// The session of the outermost folder that is named as a session's file is: agents may start agents.
  private var parent: String? { file.folders.lazy.compactMap { Self.session(named: $0) }.first }

  /// Returns the session whose file has this name: a time, a line, and the session's id.
  private static func session(named name: Substring) -> String? {
    let name = name.hasSuffix(".jsonl") ? name.dropLast(".jsonl".count) : name
    guard let line = name.lastIndex(of: "_") else { return nil }
    let id = name[name.index(after: line)...]
    return UniqueID.isUUID(id) ? String(id) : nil
  }
}
