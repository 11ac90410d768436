import CivilTime
import JSON
import Ledger
import Pricing

/// A message of OpenCode, as its files and its databases hold it.
struct OpenCodeMessage {
  private static let members = JSONProjection(
    "id", "sessionID", "role", "providerID", "modelID", "model", "agent", "mode", "cost", "tokens", "time", "path")
  private let data: JSONObject

  /// Reads a message's JSON; nil for what is none.
  init?(parsing bytes: UnsafeRawBufferPointer) {
    do { data = try JSONParser.parse(bytes, keeping: Self.members) } catch { return nil }
  }

  /// Reads the message in a row's `data`; nil for what is none.
  init?(_ row: NamedRow) {
    guard let data = row.object("data", keeping: Self.members) else { return nil }
    self.data = data
  }

  var id: String? { data.text("id") }
  var session: String? { data.text("sessionID") }

  /// Returns whether the message was made by a model and says what it used.
  ///
  /// - Parameter type: The column of this name, which newer databases have in the place of the role.
  func isCall(type: String?) -> Bool {
    ["assistant", "compaction"].contains(type ?? data["role"]?.string) && data["tokens"]?.object != nil
  }

  /// Adds the call that the message tells of.
  ///
  /// - Parameters:
  ///   - session: The session that it counts to.
  ///   - isSubagent: Whether an agent of that session has made it.
  ///   - folder: Where the session works, for messages that do not say it.
  ///   - created: When the row was made, for messages that do not say it.
  func add(
    id: String, session: String, isSubagent: Bool = false, folder: String? = nil, created: Instant? = nil,
    to findings: inout LogFindings
  ) {
    guard let time = time ?? created else { return findings.skip(.timeless) }
    guard !tokens.isEmpty else { return findings.skip(.empty) }
    var facts = CallFacts(
      userID: "", source: OpenCode.name, model: model, usage: tokens.usage, timestamp: time)
    facts.sessionID = session
    facts.agent = isSubagent ? "\(OpenCode.name)/\(agent ?? "subagent")" : OpenCode.name
    facts.provider = provider
    facts.status = completed == nil ? .partial : .complete
    facts.reportedCost = data.dollars("cost")
    facts.durationMilliseconds = completed.flatMap { $0 >= time ? $0.milliseconds - time.milliseconds : nil }
    facts.messageID = id
    var call = LoggedCall(facts: facts, keys: [RecordKey(namespace: OpenCode.name, id: id), copyKey(time)])
    call.folder = workingFolder ?? folder
    findings.add(call)
  }

  /// By what a copy is known: forks, and the move to newer tables, give new ids to messages and leave all else as it is.
  private func copyKey(_ time: Instant) -> RecordKey {
    let counts = [tokens.input, tokens.output, tokens.reasoning, tokens.cacheRead, tokens.cacheWrite]
    let numbers = ([time.milliseconds, completed?.milliseconds ?? 0] + counts).map { String($0) }.joined(separator: " ")
    return RecordKey(namespace: OpenCode.name, id: "\(numbers) \(model)")
  }

  /// Disjoint, and reasoning is no part of the output.
  private var tokens: LogTokens {
    let said = data["tokens"]?.object ?? JSONObject()
    let cache = said.object("cache") ?? JSONObject()
    var tokens = LogTokens()
    tokens.input = said.count("input")
    tokens.cacheRead = cache.count("read")
    tokens.cacheWrite = cache.count("write")
    tokens.reasoning = said.count("reasoning")
    tokens.output = said.count("output") + tokens.reasoning
    return tokens
  }

  private var time: Instant? { data.object("time")?.instant("created") }
  private var completed: Instant? { data.object("time")?.instant("completed") }
  private var model: String { data.text("modelID") ?? data.object("model")?.text("id", "modelID") ?? "unknown" }
  private var provider: String { data.text("providerID") ?? data.object("model")?.text("providerID") ?? "" }
  private var agent: String? { data.text("agent", "mode") }
  /// The root is that of the whole disk where there is no repository.
  private var workingFolder: String? {
    let path = data.object("path")
    return path?.text("root").flatMap { $0 == "/" ? nil : $0 } ?? path?.text("cwd", "root")
  }
}
