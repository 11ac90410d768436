import CivilTime
import JSON
import Ledger

/// What is known of a session of Gemini CLI while its messages are read.
///
/// A message is written anew under its id with each change of it. `$set` changes what is known of the session and may
/// hold all its messages again. `$rewindTo` takes messages back from the conversation, which were paid for all the same.
struct GeminiCLISession {
  private static let message = JSONProjection("id", "timestamp", "type", "model", "tokens")
  private static let members = JSONProjection(
    "id", "timestamp", "type", "model", "tokens", "sessionId", "startTime", "kind", "directories",
    parts: [
      "messages": message,
      "$set": JSONProjection("sessionId", "startTime", "kind", "directories", parts: ["messages": message]),
    ])

  private let file: LogFile
  /// The folder of the project, as the program notes it beside the sessions.
  private let projectFolder: String?
  private var id: String?
  private var start: Instant?
  private var kind: String?
  private var folder: String?

  /// Takes up a session with what was known of it before.
  init(_ file: LogFile, memory: JSONObject) {
    self.file = file
    projectFolder = Self.projectFolder(of: file)
    id = memory.text("session")
    start = memory.instant("start")
    kind = memory.text("kind")
    folder = memory.text("folder")
  }

  /// What must be known of it to go on.
  var memory: JSONObject {
    var memory = JSONObject()
    memory["session"] = id.flatMap { $0.utf8.count <= 512 ? .string($0) : nil }
    memory["start"] = start.map { .string($0.description) }
    memory["kind"] = kind.flatMap { $0.utf8.count <= 64 ? .string($0) : nil }
    // A path has at most some 4 KB; one that is longer than usual is not worth remembering.
    memory["folder"] = folder.flatMap { $0.utf8.count <= 1_024 ? .string($0) : nil }
    return memory
  }

  /// Reads a line, or a whole session that is one document.
  mutating func read(_ text: UnsafeRawBufferPointer, into findings: inout LogFindings) {
    let record: JSONObject
    do { record = try JSONParser.parse(text, keeping: Self.members) } catch { return findings.skip(.malformed) }
    if record.text("id") != nil { return take(message: record, &findings) }
    let known = record.object("$set") ?? record
    id = known.text("sessionId") ?? id
    start = known.instant("startTime") ?? start
    kind = known.text("kind") ?? kind
    folder = known["directories"]?.array?.first?.string ?? folder
    for message in known["messages"]?.array ?? [] {
      if let message = message.object { take(message: message, &findings) }
    }
  }

  private func take(message: JSONObject, _ findings: inout LogFindings) {
    guard let tokens = message.object("tokens") else { return }
    let counts = Self.counts(tokens)
    guard !counts.isEmpty else { return findings.skip(.empty) }
    let time = message.instant("timestamp") ?? start ?? file.modified
    var facts = CallFacts(
      userID: "", source: "gemini-cli", model: message.text("model") ?? "unknown", usage: counts.usage, timestamp: time)
    facts.sessionID = parent ?? session
    facts.agent = parent != nil || kind == "subagent" ? "gemini-cli/subagent" : "gemini-cli"
    let id = message.text("id") ?? String(time.milliseconds)
    let key = RecordKey(namespace: "gemini-cli", id: UniqueID.name(of: id, session: session))
    var call = LoggedCall(facts: facts, keys: [key])
    call.folder = projectFolder ?? folder
    findings.add(call)
  }

  /// Returns the tokens of a message: the prompt includes what was cached, thoughts and results of tools are apart.
  private static func counts(_ tokens: JSONObject) -> LogTokens {
    let (input, cached) = (tokens.count("input"), tokens.count("cached"))
    let (output, thoughts, tool) = (tokens.count("output"), tokens.count("thoughts"), tokens.count("tool"))
    // Some writers leave the cached tokens out of the prompt; then the total tells.
    let isApart = cached > 0 && tokens.count("total") == input + output + thoughts + tool + cached
    return LogTokens(
      prompt: input + tool + (isApart ? cached : 0), cacheRead: cached, output: output + thoughts, reasoning: thoughts)
  }

  /// The session as it names itself, or as its file is named.
  private var session: String {
    id ?? file.name.split(separator: ".").first.map(String.init) ?? file.name
  }

  /// The session that started this one, after which its folder is named.
  private var parent: String? {
    guard let last = file.folders.last, last != "chats", file.folders.dropLast().last == "chats" else { return nil }
    return String(last)
  }

  private static func projectFolder(of file: LogFile) -> String? {
    guard let chats = file.folders.lastIndex(of: "chats") else { return nil }
    let project = file.folders[..<chats].joined(separator: "/")
    let text = LogText.text(of: "/\(project)/.project_root")?.trimmed
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }
}
