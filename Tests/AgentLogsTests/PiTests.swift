import AgentLogs
import Ledger
import Pricing
import Testing

/// What pi's sessions are read as.
struct PiTests {
  private let source = Pi()
  private let parent = "0196d3a0-1111-7222-8333-444455556666"
  private let child = "0196d3a0-1111-7222-8333-444455557777"

  private func header(_ id: String, at time: String = "2026-08-03T11:59:00.000Z", from: String? = nil) -> String {
    let folder = "/home/u/.pi/agent/sessions/--home-u--"
    let origin = from.map { ",\"parentSession\":\"\(folder)/2026-08-03T11-00-00-000Z_\($0).jsonl\"" }
    return """
      {"type":"session","version":3,"id":"\(id)","timestamp":"\(time)","cwd":"/home/u/app"\(origin ?? "")}
      """
  }

  private func line(_ id: String?, at time: String = "2026-08-03T12:00:01.000Z", more: String = "") -> String {
    """
    {"type":"message",\(id.map { "\"id\":\"\($0)\",\"parentId\":\"a1\"," } ?? "")"timestamp":"\(time)",\
    "message":{"role":"assistant","content":[],"api":"openai-responses","provider":"openai","model":"gpt-5.6-luna",\
    "usage":{"input":200,"output":90,"cacheRead":1800,"cacheWrite":30,"reasoning":20,"totalTokens":2120,\
    "cost":{"input":0.0002,"output":0.0009,"cacheRead":0.00018,"cacheWrite":0,"total":0.00128}},\
    "stopReason":"stop"\(more)}}
    """
  }

  private func path(_ id: String) -> String { "--home-u-app--/2026-08-03T11-59-00-000Z_\(id).jsonl" }

  @Test func `classes are disjoint, reasoning is part of the output, and the cost is taken over`() throws {
    let found = LogDesk.findings(of: source, in: [header(parent), line("a2")], path: path(parent))
    let call = try #require(found.calls.first)
    let usage = Usage(
      disjoint: [(.input, 200), (.cacheRead, 1_800), (.cacheWrite, 30), (.output, 70), (.outputReasoning, 20)])
    #expect(call.facts.usage == usage)
    #expect(call.facts.reportedCost == Money(picodollars: 1_280_000_000))
    #expect(call.facts.provider == "openai")
    #expect(call.facts.sessionID == parent)
    #expect(call.folder == "/home/u/app")
  }

  @Test func `what is written for an hour is told apart, and a cost of nothing is unknown`() throws {
    let hour = line("a2").replacing("\"cacheWrite\":30", with: "\"cacheWrite\":30,\"cacheWrite1h\":25")
      .replacing("0.00128", with: "0")
    let call = try #require(LogDesk.findings(of: source, in: [hour]).calls.first)
    #expect(call.facts.usage[.cacheWrite] == 5)
    #expect(call.facts.usage[.cacheWrite1h] == 25)
    #expect(call.facts.reportedCost == nil)
  }

  @Test func `a fork's copies are calls of the session that it was forked from`() {
    let original = LogDesk.findings(of: source, in: [header(parent), line("a2")], path: path(parent)).calls
    let fork = [
      header(child, at: "2026-08-03T13:00:00.000Z", from: parent), line("a2"),
      line("a3", at: "2026-08-03T13:00:05.000Z"),
    ]
    let calls = LogDesk.findings(of: source, in: fork, path: path(child)).calls
    #expect(calls.first == original.first)
    #expect(calls.map(\.facts.sessionID) == [parent, child])
    LogDesk.expectLaws(of: source, in: fork, path: path(child))
  }

  @Test func `an id is unique within a file only`() {
    let found = LogDesk.findings(of: source, in: [line("a2"), line("a2", at: "2026-08-03T12:00:02.000Z")])
    #expect(LogDesk.names(found).count == 2)
  }

  @Test func `an entry that was given an id later is still known`() throws {
    let own = ",\"timestamp\":1785758400123"
    let old = try #require(LogDesk.findings(of: source, in: [line(nil, more: own)]).calls.first)
    let new = try #require(LogDesk.findings(of: source, in: [line("a2", more: own)]).calls.first)
    #expect(!Set(old.keys).isDisjoint(with: new.keys))
  }

  @Test func `a sub-agent counts to the session in whose folder it lies`() {
    let sub = "--home-u-app--/2026-08-03T11-59-00-000Z_\(parent)/r1/run-0/session.jsonl"
    let calls = LogDesk.findings(of: source, in: [header(child), line("a2")], path: sub).calls
    #expect(calls.map(\.facts.sessionID) == [parent])
    #expect(calls.map(\.facts.agent) == ["pi/subagent"])
  }

  @Test func `a summary is a call of the model in use`() {
    let summary = """
      {"type":"compaction","id":"c1","parentId":"a2","timestamp":"2026-08-03T12:10:00.000Z","summary":"x",\
      "tokensBefore":90000,"usage":{"input":900,"output":10,"cacheRead":0,"cacheWrite":0}}
      """
    let change = """
      {"type":"model_change","id":"b1","timestamp":"2026-08-03T12:09:00.000Z","provider":"anthropic",\
      "modelId":"claude-sonnet-4-5"}
      """
    let lines = [header(parent), line("a2"), change, summary]
    let calls = LogDesk.findings(of: source, in: lines, path: path(parent)).calls
    #expect(calls.map(\.facts.model) == ["gpt-5.6-luna", "claude-sonnet-4-5"])
    #expect(calls.map(\.facts.provider) == ["openai", "anthropic"])
    LogDesk.expectLaws(of: source, in: lines, path: path(parent))
  }

  @Test func `an aborted answer is partial, and wrong types are no calls`() {
    let aborted = line("a2").replacing("\"stop\"", with: "\"aborted\"")
    #expect(LogDesk.findings(of: source, in: [aborted]).calls.map(\.facts.status) == [.partial])
    let bad = [
      "{\"type\":\"message\",\"message\":{\"role\":\"assistant\",\"usage\":7}}",
      "{\"type\":\"message\",\"message\":{\"role\":\"assistant\",\"usage\":{\"input\":5}}}",
      "{\"type\":\"message\",\"message\":{\"role\":\"user\",\"usage\":{\"input\":5}}}", "{\"usage\":",
    ]
    let found = LogDesk.findings(of: source, in: bad)
    #expect(found.calls.isEmpty)
    #expect(found.skipped == [.timeless: 1, .malformed: 1])
  }

  @Test(arguments: [
    ("PI_CODING_AGENT_DIR", "/data/pi", "/data/pi/sessions"), ("PI_AGENT_DIR", "/data/s", "/data/s"),
    ("PI_CODING_AGENT_SESSION_DIR", "/data/s", "/data/s"), ("X", "", "/home/u/.pi/agent/sessions"),
  ])
  func `sessions are looked for in the folder that is named`(variable: String, value: String, root: String) {
    let home = LogHome(environment: [variable: value], folder: "/home/u", isMac: false)
    #expect(source.roots(of: home) == [root])
  }
}
