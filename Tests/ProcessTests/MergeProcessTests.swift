import JSON
import SQLite
import TestSupport
import Testing

/// Reports of the same calls through several processes at once.
@Suite struct MergeProcessTests {
  @Test(arguments: [1, 2] as [UInt64])
  func `reports spread over processes leave the records that one process makes of them`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let reports = (0..<25).flatMap { call in
      (0..<Int.random(in: 2...5, using: &generator)).map { _ in Self.report(of: call, &generator) }
    }
    let alone = try Self.records(after: [reports])
    var parts: [[JSONObject]] = [[], [], [], []]
    for report in reports.shuffled(using: &generator) {
      parts[Int.random(in: 0..<4, using: &generator)].append(report)
      if Bool.random(using: &generator) { parts[Int.random(in: 0..<4, using: &generator)].append(report) }
    }
    let together = try Self.records(after: parts)
    #expect(alone.count == 25 && together == alone, "seed \(seed)")
  }

  /// What is kept of each call after each process has sent its reports, all at the same time.
  private static func records(after parts: [[JSONObject]]) throws -> [[String]] {
    let folder = try TemporaryFolder()
    let servers = try parts.map { _ in try ServerProcess(data: folder.path) }
    for (server, part) in zip(servers, parts) {
      server.send([Wire.initialize()] + part.enumerated().map { Wire.call($0 + 1, "record_usage", $1) })
      server.closeInput()
    }
    for server in servers {
      #expect(try server.rest().filter(\.isToolError).map(\.text) == [])
      #expect(try server.ending() == .exited(0))
    }
    let connection = try LedgerFileReader(folder).connection
    return try connection.all(
      """
      SELECT k.key, r.timestamp || ' ' || r.status || ' ' || r.input || ' ' || r.cache_read || ' ' || r.output || ' '
        || r.output_reasoning, coalesce(r.units, ''), coalesce(r.cost, '') || ' ' || coalesce(r.reported_cost, ''), p.value,
        coalesce(r.duration_ms, '') || ' ' || coalesce(r.message_id, ''), coalesce(r.tool_calls, ''),
        coalesce(r.metadata, ''), agent.value, coalesce(name.value, ''), coalesce(r.reports, '')
      FROM record r JOIN record_key k ON k.record = r.id JOIN context c ON c.id = r.context
        JOIN text agent ON agent.id = c.agent JOIN text p ON p.id = r.price_row LEFT JOIN session s ON s.id = r.session
        LEFT JOIN text name ON name.id = s.name
      ORDER BY 1
      """
    ) { row throws(SQLiteError) in
      var columns: [String] = []
      for index in 0..<11 as Range<Int32> { columns.append(try row.text(index)) }
      return columns
    }
  }

  private static func report(of call: Int, _ generator: inout SplitMix64) -> JSONObject {
    func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &generator)] }
    var report: JSONObject = [
      "request_id": .string("call \(call)"), "model": pick(["gpt-4o", "gpt-4o", "gpt-4.1"]), "input_tokens": 1_000,
      "output_tokens": pick([50, 50, 70]), "status": pick(["complete", "complete", "partial", "failed"]),
      "timestamp": pick(["2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"]),
    ]
    let choices: [(String, [JSONValue])] = [
      ("cache_read_tokens", [400, 600]), ("reasoning_tokens", [20]), ("cost_usd", [1, 2]), ("agent", ["a", "b"]),
      ("session_id", ["s", "t"]), ("duration_ms", [5, 8]), ("message_id", ["m", "n"]),
      ("tool_calls", [["x"], ["x", "y"]]),
      ("metadata", [["k": 1], ["k": 2]]), ("web_searches", [1, 2]),
    ]
    for (name, values) in choices where Bool.random(using: &generator) { report.append(name, pick(values)) }
    return report
  }
}
