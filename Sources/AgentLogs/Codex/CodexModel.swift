import CivilTime
import JSON

/// Which model a call is counted to.
struct CodexModel: Hashable {
  /// The model's name.
  let name: String
  /// What a record says of it where the log does not tell the model, as a JSON object.
  let metadata: String?

  /// What versions ran that did not yet write the model's name (early September 2025).
  private static let first = "gpt-5"
  /// The name under which the server chooses the model that reviews commands.
  private static let review = "codex-auto-review"
  /// What it chose, the newest first: OpenAI's announcement of 2026-07-30, and what ran before.
  private static let reviewers: [(since: Int64, model: String)] = [
    (1_785_369_600_000, "gpt-5.6-luna"), (1_772_668_800_000, "gpt-5.4"),
  ]

  /// Takes the name that the log has at some time, if any.
  init(logged: String?, at time: Instant) {
    switch logged {
    case nil:
      name = Self.first
      metadata = #"{"model_assumed":true}"#
    case Self.review:
      name = Self.reviewers.first { $0.since <= time.milliseconds }?.model ?? Self.first
      metadata = #"{"model_assumed":true,"model_logged":"codex-auto-review"}"#
    case let logged?:
      name = logged
      metadata = nil
    }
  }
}
