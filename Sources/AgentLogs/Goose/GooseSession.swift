import CivilTime
import JSON
import Ledger
import Pricing

/// A session of Goose, as its database or its file describes it.
struct GooseSession {
  /// The columns that it is read from.
  static let columns =
    [
      "id", "parent_session_id", "model_config_json", "provider_name", "created_at", "updated_at", "working_dir",
    ] + counts.flatMap { ["\($0)_tokens", "accumulated_\($0)_tokens"] }
  private static let counts = ["total", "input", "output", "cache_read", "cache_write"]

  /// Its id.
  let id: String
  /// The session that started it.
  let parent: String?
  /// When it was last written.
  let updated: Instant?
  /// What it has used so far; where nothing is accumulated, what its last call used.
  let sum: GooseSum?
  private let model: String?
  private let provider: String
  private let folder: String?

  /// Takes a row, or the first line of a file.
  init(_ row: NamedRow, id: String) {
    self.id = id
    parent = row.text("parent_session_id")
    updated = row.instant("updated_at", "created_at")
    sum = GooseSum(row, prefix: "accumulated_") ?? GooseSum(row)
    model = row.object("model_config_json", keeping: JSONProjection("model_name"))?.text("model_name")
    provider = row.text("provider_name") ?? ""
    folder = row.text("working_dir")
  }

  /// Returns a call of this session.
  ///
  /// - Parameters:
  ///   - key: What it is known by.
  ///   - root: The session that it counts to.
  ///   - model: The model, where the call itself names it.
  func call(
    _ used: GooseSum, key: String, at time: Instant, root: String, model: String? = nil
  ) -> LoggedCall {
    var facts = CallFacts(
      userID: "", source: Goose.name, model: model ?? self.model ?? "unknown", usage: used.tokens.usage,
      timestamp: time)
    facts.sessionID = root
    facts.agent = parent == nil ? Goose.name : "\(Goose.name)/subagent"
    facts.provider = provider
    if used.unexplained > 0 { facts.metadata = "{\"estimated_reasoning_tokens\":\(used.unexplained)}" }
    var call = LoggedCall(facts: facts, keys: [RecordKey(namespace: Goose.name, id: key)])
    call.folder = folder
    return call
  }
}
