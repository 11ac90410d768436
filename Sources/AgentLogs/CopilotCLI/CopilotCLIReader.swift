import CivilTime
package import JSON
import Ledger

/// Reads the events of a session of Copilot CLI.
///
/// Whether the sums of a shutdown are those of the session or of one run is not certain. Sums of which none has fallen
/// since the last shutdown go on from there, and the difference counts; others count in full. A session of which the
/// program's database holds calls is read from there, and its sums are passed over.
package struct CopilotCLIReader: LineReader {
  /// How many models of a session are remembered.
  private static let mostModels = 10
  private static let members = JSONProjection(
    "type", "id", "timestamp",
    parts: [
      "data": JSONProjection(
        "sessionId", "totalNanoAiu", "modelMetrics", parts: ["context": JSONProjection("cwd", "branch")])
    ])

  private let file: LogFile
  private var session: String
  private var folder: String?
  private var branch: String?
  /// The sums of the last shutdown of each model, and under no name the money that belongs to none.
  private var sums: [String: CopilotCounters] = [:]
  /// How many shutdowns were read.
  private var shutdowns: Int64
  private var isInDatabase: Bool?

  init(_ file: LogFile, memory: JSONObject) {
    self.file = file
    session = memory.text("session") ?? Self.session(of: file)
    folder = memory.text("folder")
    branch = memory.text("branch")
    shutdowns = memory.count("shutdowns")
    for (model, value) in memory.object("sums") ?? JSONObject() {
      sums[model] = value.array.map { CopilotCounters(remembered: $0) }
    }
  }

  package var memory: JSONObject {
    var memory: JSONObject = ["session": .string(session), "shutdowns": .number(JSONNumber(shutdowns))]
    memory["folder"] = folder.flatMap { $0.utf8.count <= 512 ? .string($0) : nil }
    memory["branch"] = branch.flatMap { $0.utf8.count <= 256 ? .string($0) : nil }
    var sums = JSONObject()
    for (model, counters) in self.sums.sorted(by: { ExactText.precedes($0.key, $1.key) }).prefix(Self.mostModels) {
      sums[model] = counters.memory
    }
    memory["sums"] = .object(sums)
    return memory
  }

  package mutating func read(_ line: UnsafeRawBufferPointer, into findings: inout LogFindings) {
    let event: JSONObject
    do { event = try JSONParser.parse(line, keeping: Self.members) } catch { return findings.skip(.malformed) }
    guard let data = event.object("data") else { return }
    switch event.text("type") {
    case "session.start", "session.resume":
      folder = data.object("context")?.text("cwd") ?? folder
      branch = data.object("context")?.text("branch") ?? branch
      if Self.isUnnamed(file), let id = data.text("sessionId") { session = id }
    case "session.shutdown": end(data, event, &findings)
    default: return
    }
  }

  private mutating func end(_ data: JSONObject, _ event: JSONObject, _ findings: inout LogFindings) {
    shutdowns += 1
    for (model, counters) in Self.counters(data) {
      let used = counters.since(sums[model])
      if sums[model] != nil || model.utf8.count <= 128 { sums[model] = counters }
      guard !used.tokens.isEmpty || used.cost != nil else {
        findings.skip(sums[model] == used ? .empty : .repeated)
        continue
      }
      guard let time = event.instant("timestamp") else {
        findings.skip(.timeless)
        continue
      }
      if isToldElsewhere() { findings.skip(.elsewhere) } else { findings.add(call(used, model, event, at: time)) }
    }
  }

  private func call(
    _ used: CopilotCounters, _ model: String, _ event: JSONObject, at time: Instant
  ) -> LoggedCall {
    let name = model.isEmpty ? "unknown" : CopilotCLI.model(named: model)
    var facts = CallFacts(userID: "", source: "copilot-cli", model: name, usage: used.tokens.usage, timestamp: time)
    facts.sessionID = session
    facts.agent = "copilot-cli"
    facts.reportedCost = used.cost
    let end = event.text("id").map { UniqueID.name(of: $0, session: session) } ?? "\(session) shutdown \(shutdowns)"
    var call = LoggedCall(facts: facts, keys: [RecordKey(namespace: "copilot-cli", id: "\(end) \(model)")])
    call.folder = folder
    call.branch = branch
    return call
  }

  /// Whether the database tells of the session; asked for once.
  private mutating func isToldElsewhere() -> Bool {
    if let isInDatabase { return isInDatabase }
    let folder = CopilotCLI.folder(above: "session-state", holding: file)
    let holds = folder.map { CopilotStore.holds(session, in: $0) } ?? false
    isInDatabase = holds
    return holds
  }

  /// Returns the sums of each model, in the order of the models' names, and under no name the money beyond theirs.
  private static func counters(_ data: JSONObject) -> [(String, CopilotCounters)] {
    var counters: [(String, CopilotCounters)] = []
    for (model, value) in data.object("modelMetrics") ?? JSONObject() where !model.isEmpty {
      if let metrics = value.object { counters.append((model, CopilotCounters(metrics))) }
    }
    counters.sort { ExactText.precedes($0.0, $1.0) }
    let priced = counters.reduce(Int128(0)) { $0 + Int128($1.1.nanoUnits) }
    let rest = Int128(CopilotCounters.nanoUnits(data["totalNanoAiu"])) - priced
    // Where no model has its price, the total is theirs, and not apart from them.
    if let rest = Int64(exactly: rest), rest > 0, counters.isEmpty || priced > 0 {
      counters.append(("", CopilotCounters(nanoUnits: rest)))
    }
    return counters
  }

  /// True for a file out of its place, after which no session can be named.
  private static func isUnnamed(_ file: LogFile) -> Bool {
    file.name == "events.jsonl" && file.components.count < 2 && !file.folders.contains("session-state")
  }

  /// The session by its folder, or by its file where it has none.
  private static func session(of file: LogFile) -> String {
    if file.name == "events.jsonl", let folder = file.folders.last { return String(folder) }
    return file.name.hasSuffix(".jsonl") ? String(file.name.dropLast(".jsonl".count)) : file.name
  }
}
