import AgentLogs
import Ledger
import Pricing
import Testing

/// What Claude Code's sessions are read as.
struct ClaudeCodeTests {
  private let source = ClaudeCode()

  /// A line of a message in the true shape.
  private func line(
    id: String = "msg_01", request: String? = "req_01", output: Int = 100, isSidechain: Bool = false,
    session: String = "s", stop: String = "\"end_turn\"", extra: String = ""
  ) -> String {
    """
    {"parentUuid":null,"isSidechain":\(isSidechain),"userType":"external","cwd":"/home/u/app","sessionId":"\(session)",\
    "version":"2.1.268","gitBranch":"main","type":"assistant","uuid":"u\(output)",\
    "timestamp":"2026-10-02T09:15:04.211Z",\(request.map { "\"requestId\":\"\($0)\"," } ?? "")"message":{"id":"\(id)",\
    "type":"message","role":"assistant","model":"claude-sonnet-4-5","stop_reason":\(stop),\
    "content":[{"type":"text","text":"\\"usage\\":{} \\\\"}],"usage":{"input_tokens":4,\
    "cache_creation_input_tokens":1200,"cache_read_input_tokens":30110,"output_tokens":\(output),\
    "service_tier":"standard","cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":1200}\
    \(extra)}}}
    """
  }

  @Test func `a message's lines are one call with the largest usage`() throws {
    let found = LogDesk.findings(
      of: source, in: [line(output: 3, stop: "null"), line(output: 356), line(output: 356)])
    let call = try #require(found.calls.first)
    #expect(found.calls.count == 1)
    let usage = Usage(
      disjoint: [(.input, 4), (.cacheRead, 30_110), (.cacheWrite, 0), (.cacheWrite1h, 1_200), (.output, 356)])
    #expect(call.facts.usage == usage)
    #expect(call.facts.status == .complete)
    #expect(call.facts.sessionID == "s")
    #expect(call.folder == "/home/u/app")
    #expect(call.branch == "main")
    #expect(found.skipped == [.repeated: 2])
  }

  @Test func `a line of a user with a summary of an agent's usage is no call`() {
    let summary = """
      {"type":"user","sessionId":"s","timestamp":"2026-10-02T09:15:04Z","toolUseResult":{"usage":{"input_tokens":9}},\
      "message":{"role":"user","content":[]}}
      """
    #expect(LogDesk.findings(of: source, in: [summary]).calls.isEmpty)
  }

  @Test func `an advisor inside a message is a call of its own`() {
    let extra = """
      ,"iterations":[{"type":"message","model":null,"input_tokens":4,"output_tokens":5,\
      "cache_read_input_tokens":30110,"cache_creation_input_tokens":1200},\
      {"type":"advisor_message","model":"claude-opus-4-5","input_tokens":50,"output_tokens":7}]
      """
    let calls = LogDesk.findings(of: source, in: [line(output: 5, extra: extra)]).calls
    #expect(calls.map(\.facts.model) == ["claude-sonnet-4-5", "claude-opus-4-5"])
    #expect(calls.map(\.keys[0].part) == [0, 1])
  }

  @Test func `what the program wrote itself, a cut line and an empty message are skipped`() {
    let lines = [
      line().replacing("claude-sonnet-4-5", with: "<synthetic>"), String(line().dropLast(9)),
      line(output: 0).replacing("30110", with: "0").replacing("1200", with: "0").replacing(":4,", with: ":0,"),
    ]
    let found = LogDesk.findings(of: source, in: lines)
    #expect(found.calls.isEmpty)
    #expect(found.skipped == [.synthetic: 1, .malformed: 1, .empty: 1])
  }

  @Test func `copies on the side, and gateways without requests, are told apart by their keys`() {
    func key(_ line: String) -> RecordKey? { LogDesk.findings(of: source, in: [line]).calls.first?.keys.first }
    #expect(key(line()) == key(line(session: "copy")))
    #expect(key(line()) != key(line(request: "req_02", isSidechain: true)))
    #expect(key(line(request: nil)) != key(line(request: nil, session: "copy")))
  }

  @Test func `an agent's file counts to the session above it`() {
    let bare = line().replacing("\"sessionId\":\"s\",", with: "")
    let found = LogDesk.findings(of: source, in: [bare], path: "-home-u-app/5f0c/subagents/agent-1.jsonl")
    #expect(found.calls.map(\.facts.sessionID) == ["5f0c"])
    #expect(found.calls.map(\.facts.agent) == ["claude-code/subagent"])
  }
}
