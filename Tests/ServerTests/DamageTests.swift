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

/// Files that were damaged, or edited by hand: the place is told, and the program goes on.
@Suite struct DamageTests {
  @Test func `a text that is missing is told with its place, and the server goes on`() throws {
    let bench = try Self.damaged("DELETE FROM text WHERE value = 'coder'")
    let failure = try bench.failure("get_usage", ["period": "all", "group_by": ["agent"]])
    #expect(
      failure.contains("is damaged (table text: row ") && failure.contains(" is missing, which others name)"),
      "\(failure)")
    try Self.expectGoesOn(bench)
  }

  @Test func `whoever looks through the file is told of rows that name missing ones`() throws {
    let bench = try Self.damaged("DELETE FROM text WHERE value = 'coder'")
    do {
      _ = try bench.service.ledger.inspect()
      Issue.record("a damaged file is in order")
    } catch LedgerError.damaged(_, let message) {
      #expect(
        message.hasPrefix("table context: row ") && message.hasSuffix(" names a row of text that is missing"),
        "\(message)")
    }
  }

  @Test(arguments: [
    ("public_id = x'0102'", "column public_id has 2 bytes in the place of 16"),
    ("input = -1", "column input is out of its range"),
    ("adjusted_cost = -1", "column adjusted_cost is out of its range"),
    ("timestamp = -9223372036854775807", "column timestamp holds no time"),
    ("units = '{\"web_search\":9223372036854775807}'", "column units holds no count"),
    (
      #"reports = '[{"model":"m","source":"tool","status":2,"usage":{"input":-5}},{"model":"m","source":"tool","status":1,"usage":{}}]'"#,
      "column reports holds no count"
    ),
    (
      #"reports = '[{"model":"m","source":"tool","status":99,"usage":{}},{"model":"m","source":"tool","status":1,"usage":{}}]'"#,
      "column reports holds no reports of a call"
    ),
  ])
  func `a record that cannot be is told with its place, and the server goes on`(change: String, place: String) throws {
    let bench = try Self.damaged("UPDATE record SET \(change) WHERE id = (SELECT max(id) FROM record)")
    let failure = try bench.failure("get_usage", ["period": "all", "include": ["records"], "limit": 50])
    #expect(failure.contains("is damaged (table record: row ") && failure.contains(": \(place))"), "\(failure)")
    try Self.expectGoesOn(bench)
  }

  @Test(arguments: [
    ("UPDATE day_total SET input = 1 << 58", "table day_total: column input holds no count"),
    ("UPDATE OR IGNORE day_total SET day = 9223372036854775807", "table day_total: column day holds no time"),
    ("UPDATE day_total SET dollars = -(1 << 60)", "table day_total: column dollars holds no count"),
    ("UPDATE setting SET set_at = 9223372036854775807", "table setting: column set_at holds no time"),
    ("UPDATE ledger_time SET newest_update = 9223372036854775807", "column newest_entry holds no time"),
  ])
  func `totals that cannot be are told with their place`(change: String, place: String) throws {
    let bench = try Self.damaged(change)
    let failure = try bench.failure("get_usage", ["period": "all", "group_by": ["model"], "include": ["limits"]])
    #expect(failure.contains(place), "\(failure)")
  }

  @Test(arguments: [
    ("before = -9223372036854775807", "column before holds no time"),
    ("entered_at = 1 << 60", "column entered_at holds no time"),
    ("dated_ahead = 1 << 60", "column dated_ahead holds no count"),
  ])
  func `a repair of the clock that cannot be is told with its place`(change: String, place: String) throws {
    let bench = try Self.damaged("UPDATE clock_repair SET \(change)")
    do {
      _ = try bench.service.ledger.clockRepairs()
      Issue.record("a repair that cannot be is shown")
    } catch {
      #expect("\(error)".contains("table clock_repair: \(place)"), "\(error)")
    }
  }

  /// The numbers that arithmetic overflows at, and texts and bytes of no sense.
  private static let values = [
    "INTEGER": ["9223372036854775807", "(-9223372036854775807 - 1)", "72057594037927935", "-1"],
    "TEXT": ["''", "'{\"web_search\":9223372036854775807}'", "'[1e999]'"], "BLOB": ["x'00'"],
  ]

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `nothing that a column may hold ends the program`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let whole = try Self.wholeLedger()
    for (table, column, type) in try Self.columns(of: whole).shuffled(using: &generator).prefix(8) {
      let value = Self.values[type]?.randomElement(using: &generator) ?? "NULL"
      let bench = try Self.damaged("UPDATE OR IGNORE \(table) SET \(column) = \(value)", whole)
      try Self.askEverything(bench, "seed \(seed), \(table).\(column) = \(value)")
    }
  }

  @Test func `no table that is empty ends the program`() throws {
    let whole = try Self.wholeLedger()
    for table in Set(try Self.columns(of: whole).map(\.table)).sorted() {
      try Self.askEverything(try Self.damaged("DELETE FROM \(table)", whole), "\(table) is empty")
    }
  }

  /// Asks and does everything; whatever fails is told.
  private static func askEverything(_ bench: Bench, _ place: String) throws {
    let everything: [JSONValue] = ["trend", "records", "limits", "suggestions", "forecast", "anomalies"]
    let questions: [(tool: String, arguments: JSONObject)] = [
      ("get_usage", ["period": "all", "group_by": ["model", "agent", "day"], "include": .array(everything)]),
      ("get_usage", ["period": "all", "group_by": ["session_id"]]), ("get_usage", ["period": "all", "session_id": ""]),
      ("get_usage", ["since": "2026-08-01T10:03:00Z", "session_id": "s", "include": ["trend", "records"]]),
      ("compare_models", ["based_on": "all", "models": ["gpt-4o"]]),
      ("estimate_cost", ["model": "gpt-4o", "input_tokens": 5]),
      ("check_limit", ["model": "gpt-4o", "input_tokens": 10, "session_id": "s", "agent": "coder", "reserve": true]),
      ("record_usage", ["model": "gpt-4o", "input_tokens": 900, "request_id": "known", "session_id": "s"]),
      ("record_usage", ["model": "gpt-4o", "input_tokens": 5, "session_id": "s", "agent": "coder", "web_searches": 1]),
    ]
    for question in questions {
      let answer = try bench.request(
        "tools/call", ["name": .string(question.tool), "arguments": .object(question.arguments)])
      #expect(answer.at("result") != nil, "\(question.tool), \(place): \(JSONWriter.string(answer))")
    }
    for uri in ["usage://summary", "usage://records?days=300", "usage://limits", "usage://session/s"] {
      _ = try bench.request("resources/read", ["uri": .string(uri)])
    }
    workWith(bench)
  }

  /// What commands do beyond the tools.
  private static func workWith(_ bench: Bench) {
    let service = bench.service
    func trying(_ body: () throws -> Void) { do { try body() } catch { service.ledger.rollBack() } }
    trying { _ = try Monitor(service).look { _ in "" } }
    trying { _ = try Repricing(service).run(.all, applies: true) }
    trying { _ = try LimitEditor(service).list() }
    trying { _ = try SettingEditor(service).list() }
    trying { _ = try service.ledger.clockRepairs() }
    trying { _ = try service.ledger.balanceEntries(ofUser: "ada") }
    trying { _ = try service.ledger.balancesThatDoNotAddUp() }
    trying { _ = try service.ledger.inspect() }
    trying { _ = try service.ledger.outboxState() }
    trying { _ = try service.ledger.claimMessage() }
    trying {
      let record = try service.ledger.records(of: .all, filter: .none, limit: 1).first
      _ = try Adjusting(service).adjust(
        record?.id.description ?? "000000", [.input: 9_999, .output: 99], reason: "test")
    }
    trying {
      _ = try Archiving(service).run(before: Instant(rfc3339: "2026-11-01T00:00:00Z") ?? service.now(), applies: true)
    }
    trying {
      try LimitEditor(service).set(
        LimitRule(scope: .each(.session), metric: .cost, window: .total, limit: 5, action: .block, origin: .command))
    }
  }

  private static func expectGoesOn(_ bench: Bench) throws {
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 5])
    #expect(try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 1_000_000]).at("cost.amount") != nil)
  }

  /// A server over a ledger in which every table has rows, after a change by hand.
  private static func damaged(_ change: String, _ whole: [UInt8]? = nil) throws -> Bench {
    let folder = try TemporaryFolder()
    try folder.write(try whole ?? wholeLedger(), to: "ledger.db")
    let connection = try Connection(path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.execute("PRAGMA foreign_keys = OFF")
    try connection.execute(change)
    let bench = try Bench(in: folder, seed: 11, limits)
    bench.clock.set("2026-11-21T13:00:00Z")
    return bench
  }

  private static func columns(of whole: [UInt8]) throws -> [(table: String, column: String, type: String)] {
    let folder = try TemporaryFolder()
    let path = try folder.write(whole, to: "ledger.db")
    let connection = try Connection(path: path, mode: .readOnly, busyTimeoutMilliseconds: 0)
    return try connection.all(
      """
      SELECT t.name, c.name, c.type FROM sqlite_schema t JOIN pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, 2
      """
    ) { row throws(SQLiteError) in (table: try row.text(0), column: try row.text(1), type: try row.text(2)) }
  }

  private static func limits(_ settings: inout ServiceSettings) {
    settings.limits.rules = [.daily(2_000), .minute(900)]
  }

  /// The file of a ledger with records, corrections, archived ones, limits, a reset, reservations, an account and
  /// messages.
  private static func wholeLedger() throws -> [UInt8] {
    let bench = try Bench(limits)
    let ledger = bench.service.ledger
    try ledger.addToBalance(ofUser: "ada", Money(dollars: 10, picodollars: 0))
    for rule in [
      LimitRule(scope: .each(.user), metric: .tokens, window: .hour, limit: 5_000, action: .block, origin: .command),
      LimitRule(
        scope: .one(.session, "s"), metric: .cost, window: .total, limit: 5_000, action: .block, origin: .command),
    ] { try ledger.setLimit(rule) }
    try ledger.commit()
    try record(bench)
    try LimitEditor(bench.service).reset("user-tokens-hour", for: [:])
    try bench.call("check_limit", ["model": "gpt-4o", "input_tokens": 10, "reserve": true])
    let id = try #require(try ledger.records(of: .all, filter: .none, limit: 1).first).id.description
    _ = try Adjusting(bench.service).adjust(id, [.output: 70], reason: "test")
    _ = try Archiving(bench.service).run(
      before: Instant(rfc3339: "2026-09-01T00:00:00Z") ?? bench.service.now(), applies: true)
    try record(bench)
    try repairClock(bench)
    let path = bench.folder.file("copy.db")
    let connection = try Connection(path: ledger.folder.database, mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.vacuumInto(path: path)
    return try bench.folder.read("copy.db")
  }

  private static func repairClock(_ bench: Bench) throws {
    let now = bench.clock.now
    bench.clock.advance(seconds: 86_400)
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 5])
    bench.clock.set("\(now)")
    _ = try bench.service.ledger.repairClock(by: "ada", reason: "test")
    try bench.service.ledger.commit()
  }

  private static func record(_ bench: Bench) throws {
    for (number, time) in ["2026-08-01T10:03:00Z", "2026-11-20T10:20:00Z", "2026-11-21T11:59:59Z"].enumerated() {
      for agent in ["coder", "", "writer"] {
        try bench.call(
          "record_usage",
          [
            "model": number == 1 ? "claude-sonnet-4-5" : "gpt-4o", "input_tokens": 400, "output_tokens": 60,
            "cache_read_tokens": 100, "web_searches": 1, "agent": .string(agent), "session_id": agent == "" ? "" : "s",
            "timestamp": .string(time), "request_id": agent == "coder" ? "known" : .string("\(agent) \(number)"),
          ])
      }
    }
  }
}
