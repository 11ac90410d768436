import CivilTime
package import JSON

/// Reads a thread of Codex: its calls are the lines by which its cumulative total goes on.
///
/// The file of a fork or a sub-agent may begin with copies of an earlier thread's lines (``CodexFamilies``).
package struct CodexReader: LineReader {
  /// Where the file is.
  let path: String
  /// All threads.
  let others: CodexThreads

  /// The thread; nil before its first line.
  var thread: CodexThread?
  /// The earliest of the threads before it whose file is gone, as its copied first line has it.
  var elder: CodexThread?
  /// The session that its calls count to.
  var session: String
  /// The cumulative total.
  var counter: CodexCounter
  /// The responses that are noted one by one.
  var requests: CodexRequests
  /// What is known of the vendor's allowances.
  var windows: CodexWindows
  /// How many lines with new counts were read.
  var rows: Int
  /// Which of them are copies; nil before that matters.
  var prefix: CodexPrefix?
  /// The model of the turn.
  var model: String?
  /// The service tier of the turn.
  var tier: String

  init(_ file: LogFile, _ memory: JSONObject, _ others: CodexThreads) {
    path = file.path
    self.others = others
    thread = CodexThread(memory.object("thread"))
    elder = CodexThread(memory.object("elder"))
    session = memory.text("session") ?? Self.session(byName: file.name)
    counter = CodexCounter(memory.object("counter"))
    requests = CodexRequests(memory.object("requests"))
    windows = CodexWindows(memory.object("windows"))
    rows = Int(memory.count("rows"))
    prefix = CodexPrefix(memory.object("prefix"))
    model = memory.text("model")
    tier = memory.text("tier") ?? ""
  }

  package var memory: JSONObject {
    let memory = JSONValue.object(of: [
      "thread": thread?.memory, "elder": elder?.memory, "session": .string(session), "counter": counter.memory,
      "requests": requests.memory, "windows": windows.memory, "rows": .number(JSONNumber(Int64(rows))),
      "prefix": prefix?.memory, "model": model.map(JSONValue.string), "tier": .string(tier),
    ])
    return memory.object ?? JSONObject()
  }

  package mutating func read(_ line: UnsafeRawBufferPointer, into findings: inout LogFindings) {
    let entry: CodexLine?
    do { entry = try CodexLine.parse(line) } catch { return findings.skip(.malformed) }
    guard let entry else { return }
    switch entry.kind {
    case .thread: meet(entry)
    case .turn: model = entry.model ?? model
    case .settings: apply(entry.payload.object("thread_settings"))
    case .tokens: count(entry, &findings)
    case .request: note(entry, &findings)
    case .compaction: compact(entry, &findings)
    case .started, .takeover: break
    // The thread's own file tells of the calls that such a sum is made of.
    case .sum: findings.skip(.summary)
    }
  }

  /// The first such line is the thread's own; those after it are of threads whose history is copied.
  private mutating func meet(_ entry: CodexLine) {
    guard let known = thread else {
      guard let met = CodexThread(entry) else { return }
      thread = met
      session = others.session(of: met)
      return
    }
    guard let met = CodexThread(entry, isCopy: true), met.id != known.id else { return }
    // Old versions went on in a new file, without a word about the thread before.
    if known.origin == nil, rows == 0 { thread?.origin = met.id }
    if (elder ?? thread)?.origin == met.id, !others.isThere(met.id) { elder = met }
  }

  private mutating func apply(_ settings: JSONObject?) {
    guard let settings else { return }
    if model == nil { model = settings.name("model") }
    // Without the member, the tier stays; one that is not known might be any.
    guard let value = settings["service_tier"] else { return }
    tier = ["priority", "fast"].contains(value.string) ? "fast" : ""
  }

  /// The session of a file that does not begin with its thread.
  private static func session(byName name: String) -> String {
    let name = name.hasSuffix(".jsonl") ? name.dropLast(".jsonl".count) : name[...]
    let id = name.suffix(36)
    return String(UniqueID.isUUID(id) ? id : name)
  }
}
