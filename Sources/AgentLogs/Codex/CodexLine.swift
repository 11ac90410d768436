import CivilTime
import JSON

/// A line of a thread's file.
struct CodexLine {
  /// What it tells of.
  enum Kind {
    /// The thread, or one whose history was copied.
    case thread
    /// The settings of the turn that follows.
    case turn
    /// Settings that have changed.
    case settings
    /// Counts of tokens, or rate limits.
    case tokens
    /// One response of the API.
    case request
    /// The history was compacted.
    case compaction
    /// A turn begins.
    case started
    /// A message to a sub-agent by which its own work begins.
    case takeover
    /// The sum of a turn, in what `codex exec --json` prints.
    case sum
  }

  let kind: Kind
  let payload: JSONObject
  let time: Instant?
  /// Its number in the thread, which newer files have.
  let ordinal: Int64?

  private static let members = JSONProjection(
    "timestamp", "ordinal", "type",
    parts: [
      "payload": JSONProjection(
        "type", "id", "session_id", "thread_id", "forked_from_id", "parent_thread_id", "source", "thread_source",
        "timestamp", "cwd", "git", "model_provider", "agent_role", "subagent_history_start_ordinal", "model",
        "model_name", "info", "rate_limits", "started_at", "trigger_turn", "response_id", "usage", "thread_token_usage",
        "compaction_response_id",
        parts: [
          "metadata": JSONProjection("model", "model_name"), "thread_settings": JSONProjection("service_tier", "model"),
        ])
    ])

  /// Reads the wanted members of a line; nil for one that tells of nothing that matters.
  ///
  /// Lines can be very long, by instructions and histories in them, which are stepped over.
  static func parse(_ line: UnsafeRawBufferPointer) throws(JSONError) -> CodexLine? {
    let object = try JSONParser.parse(line, keeping: members)
    let payload = object["payload"]?.object ?? JSONObject()
    guard let kind = kind(object.text("type"), payload) else { return nil }
    let ordinal = object["ordinal"]?.number?.int64
    return CodexLine(kind: kind, payload: payload, time: object.instant("timestamp"), ordinal: ordinal)
  }

  private static func kind(_ type: String?, _ payload: JSONObject) -> Kind? {
    switch type {
    case "session_meta": .thread
    case "turn_context": .turn
    case "token_usage_record": .request
    case "compacted": .compaction
    case "turn.completed": .sum
    case "inter_agent_communication", "inter_agent_communication_metadata":
      payload["trigger_turn"]?.bool == true ? .takeover : nil
    case "event_msg", nil: event(payload.text("type"))
    default: nil
    }
  }

  private static func event(_ type: String?) -> Kind? {
    switch type {
    case "token_count": .tokens
    case "thread_settings_applied": .settings
    case "task_started": .started
    default: nil
    }
  }

  /// The model that the line itself names.
  var model: String? {
    let info = payload.object("info")
    return payload.name("model", "model_name") ?? info?.name("model", "model_name")
      ?? (payload.object("metadata") ?? info?.object("metadata"))?.name("model", "model_name")
  }

  /// Returns whether the line names another thread than this one, as copies may.
  func isForeign(to thread: String) -> Bool { payload.text("thread_id").map { $0 != thread } ?? false }
}
