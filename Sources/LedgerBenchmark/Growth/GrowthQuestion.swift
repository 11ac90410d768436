import JSON

/// A question that is measured at each size.
struct GrowthQuestion {
  /// What it is, as a row of the table.
  let name: String
  /// The line that asks it.
  let tool: String
  /// What it says.
  let arguments: JSONValue
  /// What its time may be.
  let bar: GrowthBar?

  /// All of them.
  static let all = limits + estimates + reports + insights

  private static let limits = [
    GrowthQuestion(
      name: "`check_limit` under eleven limits", tool: "check_limit",
      arguments: [
        "model": "claude-sonnet-4-5", "input_tokens": 20_000, "output_tokens": 500, "user_id": "user-3",
        "agent": "agent-3", "project_id": "project-1",
      ], bar: .growth)
  ]

  private static let estimates = [
    GrowthQuestion(
      name: "`estimate_cost` by history", tool: "estimate_cost",
      arguments: ["model": "claude-sonnet-4-5", "input_tokens": 20_000], bar: .growth),
    GrowthQuestion(
      name: "`estimate_cost` by the history of an agent", tool: "estimate_cost",
      arguments: ["model": "claude-haiku-4-5", "input_tokens": 20_000, "agent": "agent-7"], bar: .growth),
    GrowthQuestion(
      name: "`estimate_cost` of a model without history", tool: "estimate_cost",
      arguments: [
        "model": .string(GrowthTeam.unusedModel), "input_tokens": 20_000,
      ], bar: .growth),
  ]

  private static let reports = [
    usage("this month by model", ["period": "this_month", "group_by": ["model"]], .milliseconds(10)),
    usage("today", ["period": "today"]),
    usage("all time by model", ["period": "all", "group_by": ["model"]]),
    usage("this month by user", ["period": "this_month", "group_by": ["user_id"]]),
    usage("a session", ["session_id": .string(GrowthLedgers.knownSession)]),
    GrowthQuestion(
      name: "`compare_models` based on this month", tool: "compare_models",
      arguments: ["based_on": "this_month"], bar: nil),
  ]

  private static let insights = ["forecast", "anomalies", "suggestions"].map { part in
    usage("this month, with \(part)", ["period": "this_month", "include": [.string(part)]], .milliseconds(100))
  }

  private static func usage(_ name: String, _ arguments: JSONValue, _ bar: GrowthBar? = nil) -> GrowthQuestion {
    GrowthQuestion(name: "`get_usage` \(name)", tool: "get_usage", arguments: arguments, bar: bar)
  }
}
