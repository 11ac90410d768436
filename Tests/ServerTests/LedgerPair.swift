import JSON
import Ledger
import MCP
import Server
import Service
import TestSupport
import Testing

/// Two servers pinned to Ada: one over a ledger that is full of another user's records too, one over a ledger of
/// hers alone.
///
/// The other user's words hold "zebra" and the counts 77777; some names are used by both.
struct LedgerPair {
  let shared: Bench
  let alone: Bench

  /// Records that many calls of each user, at random times of three weeks.
  init(records: Int, seed: UInt64) throws {
    let limits = LimitSettings(rules: [
      LimitRule(id: "TOKEN_DAILY_LIMIT", metric: .tokens, window: .day, limit: 9_000_000_000),
      LimitRule(id: "REQUESTS_PER_MINUTE_LIMIT", metric: .requests, window: .minute, limit: 8_000_000),
    ])
    shared = try Bench(onlyUser: "ada") { $0.limits = limits }
    alone = try Bench(onlyUser: "ada") { $0.limits = limits }
    let other = try Bench(in: shared.folder, onlyUser: "zebra", seed: 8)
    var generator = SplitMix64(seed: seed)
    // The other user's records lie around hers in time and in the file.
    for _ in 0..<records {
      try other.call("record_usage", Self.call(of: "zebra", &generator))
      let own = Self.call(of: "ada", &generator)
      try shared.call("record_usage", own)
      try alone.call("record_usage", own)
      try other.call("record_usage", Self.call(of: "zebra", &generator))
    }
    for bench in [shared, alone] { bench.clock.set("2026-11-21T18:00:00Z") }
  }

  /// Asks both and expects the same answer; returns it.
  @discardableResult
  func expectSame(_ method: String, _ parameters: JSONObject) throws -> JSONValue {
    let (left, right) = (try shared.request(method, parameters), try alone.request(method, parameters))
    // The number of the request is the only thing that may differ.
    #expect(left.at("result") == right.at("result"), "\(method) \(JSONWriter.string(.object(parameters)))")
    #expect(left.at("error") == right.at("error"), "\(method) \(JSONWriter.string(.object(parameters)))")
    return left
  }

  private static func call(of user: String, _ generator: inout SplitMix64) -> JSONObject {
    let isOther = user == "zebra"
    let word = { (name: String, generator: inout SplitMix64) -> JSONValue in
      let number = Int.random(in: 0...2, using: &generator)
      return number == 0 ? .string("common") : .string("\(isOther ? "zebra" : "own")-\(name)-\(number)")
    }
    let models = ["gpt-4o", "claude-sonnet-4-5", "model-of-all", isOther ? "zebra-model" : "own-model"]
    // Those of the other user begin before hers and end after them.
    let day = isOther ? Int.random(in: 1...21, using: &generator) : Int.random(in: 5...18, using: &generator)
    let time =
      "2026-11-\(day < 10 ? "0" : "")\(day)T\(Int.random(in: 10...11, using: &generator)):0\(Int.random(in: 0...9, using: &generator)):00Z"
    var call: JSONObject = [
      "model": .string(models.randomElement(using: &generator) ?? "gpt-4o"),
      "input_tokens": isOther ? 77_777 : .number(JSONNumber(Int64.random(in: 1...5_000, using: &generator))),
      "output_tokens": .number(JSONNumber(isOther ? 7_777_700 : Int64.random(in: 1...900, using: &generator))),
      "timestamp": .string(time), "session_id": word("session", &generator),
      "project_id": word("project", &generator), "agent": word("agent", &generator),
      "mode": word("mode", &generator), "operation": word("operation", &generator),
      "tool_calls": [word("tool", &generator)], "metadata": ["note": word("note", &generator)],
    ]
    if Bool.random(using: &generator) {
      call["request_id"] = .string("msg_\(Int.random(in: 0...200, using: &generator))")
    }
    return call
  }
}

/// Questions made up at random, of names that Ada has used, that another has, that both have or nobody.
enum RandomQuestion {
  private static let dimensions = ["session_id", "project_id", "agent", "mode", "operation"]
  private static let periods = [
    "today", "yesterday", "this_week", "this_month", "last_7_days", "last_30_days", "all",
  ]

  /// Arguments of `get_usage`.
  static func usage(_ generator: inout SplitMix64) -> JSONObject {
    var question = filters(&generator)
    if Bool.random(using: &generator) {
      question["period"] = .string(periods.randomElement(using: &generator) ?? "all")
    } else {
      question["since"] = .string(
        "2026-11-0\(Int.random(in: 1...9, using: &generator))T10:0\(Int.random(in: 0...9, using: &generator)):30Z")
      if Bool.random(using: &generator) { question["until"] = "2026-11-15" }
    }
    let keys = [
      "model", "provider", "user_id", "session_id", "project_id", "agent", "mode", "operation", "source", "hour",
      "day", "week", "month",
    ].shuffled(using: &generator).prefix(Int.random(in: 0...3, using: &generator))
    question["group_by"] = .array(keys.map(JSONValue.string))
    question["order_by"] = .string(["cost", "tokens", "requests", "key"].randomElement(using: &generator) ?? "cost")
    question["limit"] = .number(JSONNumber(Int64.random(in: 1...30, using: &generator)))
    let extras = ["trend", "records", "limits", "suggestions", "forecast", "anomalies"].shuffled(using: &generator)
      .prefix(
        Int.random(in: 0...3, using: &generator))
    question["include"] = .array(extras.map(JSONValue.string))
    return question
  }

  /// Arguments of `estimate_cost`.
  static func estimate(_ generator: inout SplitMix64) -> JSONObject {
    var question = filters(&generator)
    question["model"] = .string(
      ["gpt-4o", "claude-sonnet-4-5", "model-of-all", "zebra-model", "own-model"].randomElement(using: &generator)
        ?? "gpt-4o")
    question["provider"] = nil
    question["source"] = nil
    question["input_tokens"] = 100
    return question
  }

  /// A URI below `usage://`.
  static func uri(_ generator: inout SplitMix64) -> String {
    let all = [
      "usage://summary", "usage://limits", "usage://by-model?days=\(Int.random(in: 1...30, using: &generator))",
      "usage://records?days=30&limit=\(Int.random(in: 1...40, using: &generator))",
      "usage://user/\(["ada", "zebra", "nobody"].randomElement(using: &generator) ?? "ada")",
      "usage://session/\(name("session", &generator))",
      "usage://summary/\(periods.randomElement(using: &generator) ?? "all")",
    ]
    return all.randomElement(using: &generator) ?? all[0]
  }

  /// URIs of a template, with what Ada has used.
  static func uris(of template: String) -> [String] {
    let values = [
      "provider": "openai", "model": "gpt-4o", "period": "all", "user_id": "ada", "session_id": "common",
    ]
    var uri = template
    for (name, value) in values { uri = uri.replacing("{\(name)}", with: value) }
    guard let start = uri.firstIndex(of: "{") else { return [uri] }
    let plain = String(uri[..<start])
    return [plain, plain + "?days=90"]
  }

  private static func filters(_ generator: inout SplitMix64) -> JSONObject {
    var filters = JSONObject()
    for dimension in dimensions where Int.random(in: 0...5, using: &generator) == 0 {
      filters[dimension] = .string(name(String(dimension.prefix { $0 != "_" }), &generator))
    }
    if Int.random(in: 0...5, using: &generator) == 0 {
      filters["user_id"] = .string(["ada", "zebra", "nobody", ""].randomElement(using: &generator) ?? "ada")
    }
    if Int.random(in: 0...9, using: &generator) == 0 { filters["source"] = "tool" }
    return filters
  }

  private static func name(_ kind: String, _ generator: inout SplitMix64) -> String {
    ["common", "own-\(kind)-1", "zebra-\(kind)-1", "zebra-\(kind)-2", "none-\(kind)", ""].randomElement(
      using: &generator) ?? "common"
  }
}
