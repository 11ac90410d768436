import AgentLogs
import CivilTime
import JSON
import Ledger
import Pricing
import SQLite
import TestSupport
import Testing

/// What Copilot's databases and telemetry are read as.
struct CopilotDatabaseTests {
  private let source = CopilotCLIDatabase()

  private func read(
    _ store: CopilotStoreSample, _ folder: TemporaryFolder, name: String = "session-store.db",
    memory: inout JSONObject
  ) throws -> LogFindings {
    let file = LogFile(
      path: folder.file(name), relativePath: "", device: 1, inode: 1, size: 0,
      modifiedNanoseconds: 1_790_000_000_000_000_000)
    var findings = LogFindings()
    try source.read(store.connection, of: file, memory: &memory, into: &findings)
    return findings
  }

  @Test func `a row is a call, and is read once`() throws {
    let folder = try TemporaryFolder()
    let store = try CopilotStoreSample(folder, "session-store.db")
    try store.connection.execute(
      """
      INSERT INTO assistant_usage_events (session_id, model, input_tokens, output_tokens, cache_read_tokens,
        cache_write_tokens, reasoning_tokens, total_nano_aiu, duration_ms, created_at, initiator) VALUES
        ('s1', 'claude-opus-4.6-1m', 1000, 100, 600, 300, 40, 5000000000, 1234.5, '2026-08-01 18:02:00', 'user'),
        ('s1', 'gpt-5.4', 50, 5, 0, 0, 0, NULL, NULL, '2026-08-01T18:03:00.250Z', 'sub-agent');
      """)
    var memory = JSONObject()
    let calls = try read(store, folder, memory: &memory).calls
    let usage = Usage(
      disjoint: [(.input, 100), (.cacheRead, 600), (.cacheWrite, 300), (.output, 60), (.outputReasoning, 40)])
    #expect(calls.first?.facts.usage == usage)
    #expect(calls.map(\.facts.model) == ["claude-opus-4.6", "gpt-5.4"])
    #expect(calls.map(\.facts.reportedCost) == [Money(decimal: "0.05"), nil])
    #expect(calls.map(\.facts.timestamp.description) == ["2026-08-01T18:02:00Z", "2026-08-01T18:03:00.250Z"])
    #expect(calls.map(\.facts.agent) == ["copilot-cli", "copilot-cli/subagent"])
    #expect(calls.map(\.facts.durationMilliseconds) == [1_234, nil])
    #expect(calls.map(\.folder) == ["/home/u/app", "/home/u/app"])
    #expect(try read(store, folder, memory: &memory).calls.isEmpty)
    try store.add(session: "s1", input: 7)
    #expect(try read(store, folder, memory: &memory).calls.map(\.facts.usage[.input]) == [4])
  }

  @Test func `nulls, wrong types and missing columns are survived`() throws {
    let folder = try TemporaryFolder()
    let store = try CopilotStoreSample(folder, "session-store.db", isOld: true)
    try store.connection.execute(
      """
      INSERT INTO assistant_usage_events (session_id, model, input_tokens, output_tokens) VALUES
        (NULL, NULL, 5, 1), ('s', 7, 'many', 2.5), ('s', '', -1, NULL), ('s', 'm', 9e30, x'00');
      """)
    var memory = JSONObject()
    let found = try read(store, folder, memory: &memory)
    #expect(found.calls.map(\.facts.usage.totalTokens) == [6, 2])
    #expect(found.calls.map(\.facts.model) == ["unknown", "7"])
    #expect(found.skipped == [.empty: 2])
    try store.connection.execute("DROP TABLE assistant_usage_events")
    #expect(try read(store, folder, memory: &memory).calls.isEmpty)
  }

  @Test func `two readings from the start give the same keys`() throws {
    let folder = try TemporaryFolder()
    let store = try CopilotStoreSample(folder, "session-store.db")
    for input in 1...5 { try store.add(session: "s\(input % 2)", input: Int64(input)) }
    var (first, second) = (JSONObject(), JSONObject())
    let calls = try read(store, folder, memory: &first).calls
    #expect(try read(store, folder, memory: &second).calls == calls)
    #expect(Set(calls.flatMap(\.keys)).count == 5)
    var ahead: JSONObject = ["row": 99]
    #expect(try read(store, folder, memory: &ahead).calls == calls)
  }

  @Test func `the app's database tells only of sessions that the other does not hold`() throws {
    let folder = try TemporaryFolder()
    try CopilotStoreSample(folder, "session-store.db").add(session: "s1", input: 5)
    let app = try CopilotStoreSample(folder, "data.db")
    try app.add(session: "s1", input: 5)
    try app.add(session: "s9", input: 6)
    var memory = JSONObject()
    let found = try read(app, folder, name: "data.db", memory: &memory)
    #expect(found.calls.map(\.facts.sessionID) == ["s9"])
    #expect(found.skipped == [.elsewhere: 1])
  }

  /// A span of a call in the true shape.
  private func span(_ session: String, name: String = "chat gpt-5.4", id: String = "b1") -> String {
    """
    {"type":"span","traceId":"t1","spanId":"\(id)","name":"\(name)","startTime":[1788253200,0],\
    "endTime":[1788253201,250000000],"attributes":{"gen_ai.operation.name":"\(name.prefix { $0 != " " })",\
    "gen_ai.request.model":"auto","gen_ai.response.model":"gpt-5.4","gen_ai.response.id":"resp_\(id)",\
    "gen_ai.conversation.id":"\(session)","gen_ai.usage.input_tokens":500,"gen_ai.usage.output_tokens":40,\
    "gen_ai.usage.cache_read.input_tokens":300,"github.copilot.nano_aiu":220880000.0}}
    """
  }

  @Test func `a span of telemetry is a call where nothing else tells of its session`() throws {
    let folder = try TemporaryFolder()
    try CopilotStoreSample(folder, "session-store.db").add(session: "s1", input: 5)
    try folder.write("{}", to: "session-state/s2/events.jsonl")
    let file = LogFile(
      path: folder.file("otel/a.jsonl"), relativePath: "a.jsonl", device: 1, inode: 1, size: 0, modifiedNanoseconds: 0)
    var reader = CopilotCLITelemetry().reader(of: file, memory: [:], among: LogFiles([file]))
    var found = LogFindings()
    for line in [span("s1"), span("s2"), span("s3"), span("s3", name: "invoke_agent")] {
      Array(line.utf8).withUnsafeBytes { reader.read($0, into: &found) }
    }
    #expect(found.calls.map(\.facts.sessionID) == ["s3"])
    #expect(found.calls.map(\.facts.usage.totalTokens) == [540])
    #expect(found.calls.map(\.responseID) == ["resp_b1"])
    #expect(found.calls.map(\.facts.reportedCost) == [Money(decimal: "0.0022088")])
    #expect(found.calls.map(\.facts.timestamp.milliseconds) == [1_788_253_201_250])
    #expect(found.skipped == [.elsewhere: 2, .summary: 1])
    LogDesk.expectLaws(of: CopilotCLITelemetry(), in: [span("s3"), span("s4", id: "b2")], path: "a.jsonl")
  }
}
