import CivilTime
import Foundation
import JSON
import Ledger
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Server
@testable import Service

/// The files of a ledger in which everything has rows, and everything that it answers.
struct WholeLedger: Sendable {
  /// What each file holds, by its name in the folder.
  let files: [String: [UInt8]]
  /// What it answers.
  let answers: [String]

  /// One that all tests share.
  static let shared = Result { try WholeLedger() }

  private init() throws {
    let bench = try Bench(Self.limits)
    try Self.fill(bench)
    let ledger = bench.service.ledger
    let path = bench.folder.file("copy.db")
    let connection = try Connection(path: ledger.folder.database, mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.vacuumInto(path: path)
    // As the program leaves files.
    try Connection(path: path, mode: .readWrite, busyTimeoutMilliseconds: 0).execute("PRAGMA journal_mode = WAL")
    var files = ["ledger.db": try bench.folder.read("copy.db")]
    for name in try FileManager.default.contentsOfDirectory(atPath: ledger.folder.archive) {
      files["archive/" + name] = try bench.folder.read("archive/" + name)
    }
    self.files = files
    answers = try Self.answers(of: Self.bench(in: try Self.write(files)))
  }

  /// Returns a folder with these files.
  static func write(_ files: [String: [UInt8]]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    return folder
  }

  /// Returns a server over a folder.
  static func bench(in folder: TemporaryFolder) throws -> Bench {
    let bench = try Bench(in: folder, seed: 11, limits)
    bench.clock.set("2026-11-21T13:00:00Z")
    return bench
  }

  static func limits(_ settings: inout ServiceSettings) { settings.limits.rules = [.daily(200_000), .minute(9_000)] }

  static var archive: ArchiveReader { ArchiveReader(call: ArchivedLine.call) { _, _ in "nothing is compressed here" } }

  /// Everything that adds up: totals by each dimension, sessions, days, limits, the balance, workloads, records.
  static func answers(of bench: Bench) throws -> [String] {
    let groups: [[JSONValue]] = [
      ["model", "agent", "day"], ["session_id"], ["user_id", "project_id"], ["provider", "mode", "operation"],
      ["source", "hour"],
    ]
    var answers: [String] = []
    for group in groups {
      let question: JSONObject = [
        "period": "all", "group_by": .array(group), "page_size": 1_000, "include": ["trend", "limits", "balance"],
      ]
      answers.append(try answer(bench, "get_usage", question))
    }
    answers.append(
      try answer(bench, "get_usage", ["since": "2026-11-20T10:01:00Z", "until": "2026-11-21T12:13:00Z"]))
    answers.append(
      try answer(bench, "compare_models", ["based_on": "all", "models": ["gpt-4o", "claude-sonnet-4-5"]]))
    for user in ["ada", "bob"] {
      answers.append(
        try answer(bench, "check_limit", ["user_id": .string(user), "session_id": "s1", "agent": "coder"]))
    }
    let records = try bench.service.ledger.records(of: .all, filter: .none, limit: 2_000)
    answers += records.map { record in
      "\(record.id) \(record.facts.timestamp) \(record.facts.model) \(record.facts.userID) \(record.facts.agent) "
        + "\(record.facts.sessionID) \(record.facts.usage.entries) \(String(describing: record.price.cost)) \(record.counted)"
    }
    return answers
  }

  private static func answer(_ bench: Bench, _ tool: String, _ arguments: JSONObject) throws -> String {
    let answer = try bench.request("tools/call", ["name": .string(tool), "arguments": .object(arguments)])
    if answer.at("result.isError")?.bool != false { throw Refusal(text: JSONWriter.string(answer)) }
    return JSONWriter.string(answer.at("result.structuredContent") ?? .null)
  }

  /// A question that was not answered, which is a word too.
  struct Refusal: Error { let text: String }

  private static func fill(_ bench: Bench) throws {
    let ledger = bench.service.ledger
    try ledger.addToBalance(ofUser: "ada", Money(dollars: 100, picodollars: 0))
    for rule in [
      LimitRule(scope: .each(.user), metric: .tokens, window: .hour, limit: 500_000, action: .block, origin: .command),
      LimitRule(
        scope: .each(.agent), metric: .cost, window: .month, limit: 9_000_000_000_000, action: .block, origin: .command),
      LimitRule(
        scope: .one(.session, "s1"), metric: .cost, window: .total, limit: 5_000_000_000_000, action: .block,
        origin: .command),
    ] { try ledger.setLimit(rule) }
    try ledger.commit()
    var generator = SplitMix64(seed: 5)
    try bench.call("record_usage", ["calls": .array((0..<240).map { .object(call($0, &generator)) }), "include": []])
    try LimitEditor(bench.service).reset("user-tokens-hour", for: [:])
    for (index, record) in try ledger.records(of: .all, filter: .none, limit: 40).enumerated() where index % 10 == 3 {
      _ = try Adjusting(bench.service).adjust(record.id.description, [.output: 70 + Int64(index)], reason: "test")
    }
    _ = try Archiving(bench.service).run(
      before: Instant(rfc3339: "2026-10-01T00:00:00Z") ?? bench.service.now(), applies: true)
    try bench.call("record_usage", ["calls": .array((240..<300).map { .object(call($0, &generator)) }), "include": []])
  }

  private static func call(_ number: Int, _ generator: inout SplitMix64) -> JSONObject {
    let times = [
      "2026-08-01T10:03:00Z", "2026-09-11T23:59:59Z", "2026-11-20T10:20:00Z", "2026-11-21T11:30:10Z",
      "2026-11-21T12:00:00Z",
    ]
    let agent = ["coder", "", "writer"][number % 3]
    var call: JSONObject = [
      "model": .string(["gpt-4o", "claude-sonnet-4-5", "no-such-model"][number % 7 % 3]),
      "input_tokens": .number(JSONNumber(Int64.random(in: 200...9_000, using: &generator))),
      "output_tokens": .number(JSONNumber(Int64.random(in: 0...900, using: &generator))),
      "timestamp": .string(times[number % times.count]), "user_id": .string(number % 4 == 0 ? "bob" : "ada"),
      "agent": .string(agent), "session_id": .string(number % 5 == 0 ? "" : "s\(number % 9)"),
      "project_id": .string("p\(number % 2)"), "request_id": .string("call \(number)"),
    ]
    if number % 6 == 0 { call.append("web_searches", 1) }
    if number % 8 == 1 { call.append("cache_read_tokens", 100) }
    return call
  }
}
