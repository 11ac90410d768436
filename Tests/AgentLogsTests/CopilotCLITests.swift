import AgentLogs
import CivilTime
import JSON
import Ledger
import Pricing
import SQLite
import TestSupport
import Testing

/// What the sessions of GitHub Copilot CLI are read as.
struct CopilotCLITests {
  private let events = CopilotCLI()
  private let path = "s1/events.jsonl"
  private let start = """
    {"type":"session.start","id":"e0","timestamp":"2026-09-01T09:00:00.000Z","data":{"sessionId":"s1","version":1,\
    "context":{"cwd":"/home/u/app","branch":"main"}}}
    """

  private func metrics(_ input: Int, _ output: Int, nano: Int = 0) -> String {
    """
    {"requests":{"count":2,"cost":1},"usage":{"inputTokens":\(input),"outputTokens":\(output),"cacheReadTokens":100,\
    "cacheWriteTokens":20,"reasoningTokens":5},"totalNanoAiu":\(nano)}
    """
  }

  private func shutdown(_ id: String, _ models: [String: String], nano: Int = 0) -> String {
    let models = models.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
    return """
      {"type":"session.shutdown","id":"\(id)","timestamp":"2026-09-01T10:00:00.000Z","data":{"shutdownType":"routine",\
      "totalNanoAiu":\(nano),"modelMetrics":{\(models)}}}
      """
  }

  @Test func `the sums of a shutdown are a call of each model`() throws {
    let found = LogDesk.findings(
      of: events, in: [start, shutdown("e9", ["gpt-5.4-1m": metrics(4_000, 100, nano: 3_000_000_000)])], path: path)
    let call = try #require(found.calls.first)
    #expect(found.calls.count == 1)
    let usage = Usage(
      disjoint: [(.input, 3_880), (.cacheRead, 100), (.cacheWrite, 20), (.output, 95), (.outputReasoning, 5)])
    #expect(call.facts.usage == usage)
    #expect(call.facts.model == "gpt-5.4")
    #expect(call.facts.sessionID == "s1")
    #expect(call.facts.reportedCost == Money(decimal: "0.03"))
    #expect(call.folder == "/home/u/app")
    #expect(call.branch == "main")
  }

  @Test func `sums that go on count from the last ones, and sums that fall count in full`() {
    let lines = [
      start, shutdown("e1", ["a": metrics(1_000, 10), "b": metrics(500, 5)]), shutdown("e2", ["a": metrics(3_000, 30)]),
      shutdown("e3", ["a": metrics(3_000, 30)]), shutdown("e4", ["a": metrics(2_000, 40), "b": metrics(900, 9)]),
    ]
    let found = LogDesk.findings(of: events, in: lines, path: path)
    #expect(found.calls.map(\.facts.usage.totalTokens) == [1_010, 505, 2_020, 2_040, 404])
    #expect(found.skipped == [.repeated: 1])
    LogDesk.expectLaws(of: events, in: lines, path: path)
  }

  @Test func `money that belongs to no model is a call of an unknown one`() {
    let lines = [shutdown("e1", ["a": metrics(1_000, 10, nano: 3_000_000_000)], nano: 9_000_000_000)]
    let calls = LogDesk.findings(of: events, in: lines, path: path).calls
    #expect(calls.map(\.facts.model) == ["a", "unknown"])
    #expect(calls.map(\.facts.reportedCost) == [Money(decimal: "0.03"), Money(decimal: "0.06")])
    #expect(calls.last?.facts.usage.isEmpty == true)
  }

  @Test(arguments: [
    "{\"type\":\"session.shutdown\",\"data\":null}", "{\"type\":\"session.shutdown\",\"data\":{\"modelMetrics\":[]}}",
    "{\"type\":\"session.shutdown\",\"data\":{\"modelMetrics\":{\"a\":7,\"b\":{\"usage\":{\"inputTokens\":-1}}}}}",
    "{\"type\":\"session.shutdown\",\"data\":{\"modelMetrics\":{\"a\":{\"usage\":{\"inputTokens\":5}}}}}",
    "{\"type\":\"session.shutdown\",\"data\":{\"totalNanoAiu\":1e400}}", "{\"type\":\"session.start\",\"data\":[]}",
  ])
  func `what has the wrong types is no call`(line: String) {
    #expect(LogDesk.findings(of: events, in: [line], path: path).calls.isEmpty)
  }

  @Test func `a session in the database is not counted by its sums`() throws {
    let folder = try TemporaryFolder()
    let store = try CopilotStoreSample(folder, "session-store.db")
    try store.add(session: "s1", input: 900)
    try store.add(session: "s2", input: nil)
    let line = shutdown("e1", ["a": metrics(1_000, 10)])
    for (session, count) in [("s1", 0), ("s2", 1), ("s3", 1)] {
      let name = "session-state/\(session)/events.jsonl"
      try folder.write(line, to: name)
      let file = LogFile(
        path: folder.file(name), relativePath: "\(session)/events.jsonl", device: 1, inode: 1, size: 1,
        modifiedNanoseconds: 0)
      var reader = events.reader(of: file, memory: [:], among: LogFiles([file]))
      var found = LogFindings()
      Array(line.utf8).withUnsafeBytes { reader.read($0, into: &found) }
      #expect(found.calls.count == count, "\(session)")
      #expect(found.skipped == (count == 0 ? [.elsewhere: 1] : [:]))
    }
  }

  @Test func `the program's folder may be named`() {
    let home = LogHome(environment: ["COPILOT_HOME": "/c"], folder: "/home/u", isMac: false)
    #expect(events.roots(of: home) == ["/c/session-state"])
    #expect(CopilotCLIDatabase().roots(of: home) == ["/c/session-store.db", "/c/data.db"])
    #expect(CopilotCLITelemetry().roots(of: home) == ["/c/otel"])
    #expect(events.isLog(path) && events.isLog("s1.jsonl") && !events.isLog("s1/other.jsonl"))
    #expect(CopilotCLIDatabase().isLog(""))
  }
}
