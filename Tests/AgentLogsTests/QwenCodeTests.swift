import AgentLogs
import JSON
import Ledger
import Pricing
import TestSupport
import Testing

/// What Qwen Code's sessions are read as.
struct QwenCodeTests {
  private let source = QwenCode()
  private let path = "-home-u-app/chats/0b9e6a5c-1111-4222-8333-444455556666.jsonl"

  private func line(
    _ uuid: String = "0b9e6a5c-1111-4222-8333-000000000001", total: Int = 1_713, session: String = "s",
    model: String? = "qwen3-coder-plus", more: String = ""
  ) -> String {
    """
    {"uuid":"\(uuid)","parentUuid":null,"sessionId":"\(session)","timestamp":"2026-04-01T10:00:00.000Z",\
    "type":"assistant","cwd":"/home/u/app","version":"0.12.0","gitBranch":"main",\
    \(model.map { "\"model\":\"\($0)\"," } ?? "")"message":{"role":"model","parts":[{"text":"x"}]},\
    "usageMetadata":{"promptTokenCount":1508,"candidatesTokenCount":205,"thoughtsTokenCount":50,\
    "cachedContentTokenCount":1024,"totalTokenCount":\(total)}\(more)}
    """
  }

  @Test func `the prompt includes the cache and the answer the thoughts`() throws {
    let call = try #require(LogDesk.findings(of: source, in: [line()], path: path).calls.first)
    let usage = Usage(disjoint: [(.input, 484), (.cacheRead, 1_024), (.output, 155), (.outputReasoning, 50)])
    #expect(call.facts.usage == usage)
    #expect(call.facts.sessionID == "s")
    #expect(call.folder == "/home/u/app")
    #expect(call.branch == "main")
  }

  @Test func `thoughts are added where the total says so`() throws {
    let call = try #require(LogDesk.findings(of: source, in: [line(total: 1_763)], path: path).calls.first)
    #expect(call.facts.usage[.output] == 205)
    #expect(call.facts.usage[.outputReasoning] == 50)
  }

  @Test func `a copy in a branched session is the same call of the same session`() {
    let copy = line("u1", session: "t", more: ",\"forkedFrom\":{\"sessionId\":\"s\",\"messageUuid\":\"u1\"}")
    let found = LogDesk.findings(of: source, in: [line("u1"), copy, line("u1", session: "t")], path: path)
    #expect(found.calls[0].keys == found.calls[1].keys)
    #expect(found.calls.map(\.facts.sessionID) == ["s", "s", "t"])
    #expect(found.calls[0].keys != found.calls[2].keys)
  }

  @Test func `a sub-agent's model is taken from the description beside its file`() throws {
    let folder = try TemporaryFolder()
    let meta = "{\"agentId\":\"7\",\"agentType\":\"explore\",\"model\":\"qwen3-max\",\"parentAgentId\":null}"
    try folder.write(meta, to: "subagents/parent/agent-7.meta.json")
    let path = "subagents/parent/agent-7.jsonl"
    let file = LogFile(
      path: folder.file(path), relativePath: path, device: 1, inode: 1, size: 0, modifiedNanoseconds: 0)
    var reader = source.reader(of: file, memory: [:], among: LogFiles([file]))
    var found = LogFindings()
    let text = line(session: "parent", model: nil, more: ",\"agentId\":\"7\",\"isSidechain\":true")
    Array(text.utf8).withUnsafeBytes { reader.read($0, into: &found) }
    #expect(found.calls.map(\.facts.model) == ["qwen3-max"])
    #expect(found.calls.map(\.facts.agent) == ["qwen-code/explore"])
    #expect(found.calls.map(\.facts.sessionID) == ["parent"])
  }

  @Test func `records of telemetry, users and wrong types are no calls`() {
    let telemetry = """
      {"uuid":"t","type":"system","subtype":"ui_telemetry","timestamp":"2026-04-01T10:00:00Z","usageMetadata":{},\
      "systemPayload":{"uiEvent":{"event.name":"qwen-code.api_response","input_token_count":1508}}}
      """
    let bad = [
      telemetry,
      line().replacing("{\"promptTokenCount\":1508", with: "[{\"a\":1508").replacing("1713}", with: "1713}]"),
      line().replacing("2026-04-01T10:00:00.000Z", with: "soon"), String(line().dropLast(20)),
    ]
    let found = LogDesk.findings(of: source, in: bad, path: path)
    #expect(found.calls.isEmpty)
    #expect(found.skipped == [.timeless: 1, .malformed: 1])
  }

  @Test func `any split of a session gives the same calls`() {
    let lines = (1...6).map { line("0b9e6a5c-1111-4222-8333-00000000000\($0)") } + [line("u", model: nil)]
    LogDesk.expectLaws(of: source, in: lines, path: path)
  }

  @Test func `sessions and agents are read below the folder that is named`() {
    #expect(source.isLog(path) && source.isLog("p/subagents/s/agent-1.jsonl"))
    #expect(!source.isLog("p/subagents/s/agent-1.meta.json") && !source.isLog("p/other/x.jsonl"))
    let home = LogHome(environment: ["QWEN_RUNTIME_DIR": "~/q/"], folder: "/home/u", isMac: false)
    #expect(source.roots(of: home) == ["/home/u/q/projects"])
  }
}
