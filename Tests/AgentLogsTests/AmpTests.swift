import AgentLogs
import CivilTime
import Ledger
import Pricing
import Testing

/// What Amp's threads are read as.
struct AmpTests {
  private let source = Amp()
  private let id = "T-0e5f0a52-7a3e-4a0b-9d55-0c8b4d0f1e01"

  private func event(_ id: String = "e1", to message: Int? = 2, at minute: Int = 1, tokens: String = "") -> String {
    """
    {"id":"\(id)","timestamp":"2026-02-01T10:0\(minute):00.000Z","model":"claude-opus-4-5","credits":1.25,\
    "tokens":{"input":100,"output":50,"total":150\(tokens)},"operationType":"inference","fromMessageId":1,\
    "toMessageId":\(message.map(String.init) ?? "null")}
    """
  }

  private func message(_ id: Int, at minute: Int = 1) -> String {
    """
    {"role":"assistant","messageId":\(id),"content":[{"type":"text","text":"\\"usage\\""}],\
    "usage":{"model":"claude-opus-4-5","timestamp":"2026-02-01T10:0\(minute):00.500Z","inputTokens":100,\
    "outputTokens":50,"cacheCreationInputTokens":300,"cacheReadInputTokens":4000,"totalTokens":4450}}
    """
  }

  private func thread(events: [String]? = nil, messages: [String]) -> String {
    let ledger = events.map { ",\"usageLedger\":{\"events\":[\($0.joined(separator: ","))]}" } ?? ""
    return """
      {"v":12,"id":"\(id)","created":1769940000000,
      "messages":[{"role":"user","messageId":1},\(messages.joined(separator: ","))],
      "env":{"initial":{"trees":[{"displayName":"app","uri":"file:///home/u/my%20app",
      "repository":{"type":"git","ref":"refs/heads/main"}}]}}\(ledger)}
      """
  }

  private func calls(_ document: String) -> [LoggedCall] {
    LogDesk.findings(of: source, in: document, path: "\(id).json").calls
  }

  @Test func `an event of the ledger is a call, with the cache counts of its message`() throws {
    let found = calls(thread(events: [event()], messages: [message(2)]))
    let call = try #require(found.first)
    #expect(found.count == 1)
    let usage = Usage(disjoint: [(.input, 100), (.cacheRead, 4_000), (.cacheWrite, 300), (.output, 50)])
    #expect(call.facts.usage == usage)
    #expect(call.facts.sessionID == id)
    #expect(call.facts.metadata == "{\"credits\":1.25}")
    #expect(call.facts.reportedCost == nil)
    #expect(call.folder == "/home/u/my app")
    #expect(call.branch == "main")
  }

  @Test func `an event's own cache counts are used`() {
    let own = ",\"cacheReadInputTokens\":7,\"cacheCreationInputTokens\":0"
    let found = calls(thread(events: [event(tokens: own)], messages: [message(2)]))
    #expect(found.map(\.facts.usage[.cacheRead]) == [7])
  }

  @Test func `without a ledger each message is a call, known by the same name`() {
    let old = calls(thread(events: [event()], messages: [message(2)]))
    let new = calls(thread(messages: [message(2), message(4, at: 2)]))
    #expect(new.count == 2)
    #expect(old[0].keys.contains(new[0].keys[0]))
    #expect(old[0].facts.usage == new[0].facts.usage)
  }

  @Test func `messages count beside a ledger only where they are younger than it and not named`() {
    let found = calls(
      thread(
        events: [event(), event("e2", to: nil, at: 3)], messages: [message(2), message(4, at: 2), message(6, at: 4)]))
    #expect(found.count == 3)
    #expect(found.last?.facts.timestamp.description == "2026-02-01T10:04:00.500Z")
  }

  @Test func `two events of one message share its cache counts once`() {
    let found = calls(thread(events: [event(), event("e2")], messages: [message(2)]))
    #expect(found.map(\.facts.usage[.cacheRead]) == [4_000, 0])
    #expect(Set(found.flatMap(\.keys)).count == 2)
  }

  @Test func `a missing model and time are survived, nonsense is no call`() {
    let bare = "{\"id\":\"e\",\"tokens\":{\"input\":5}}"
    let nonsense = ["7", "{\"tokens\":[]}", "{\"tokens\":{\"input\":-1}}"]
    let found = calls(thread(events: [bare] + nonsense, messages: ["null"]))
    #expect(found.map(\.facts.model) == ["unknown"])
    #expect(found.map(\.facts.timestamp.milliseconds) == [1_769_940_000_000])
    #expect(calls("{\"messages\":").isEmpty && calls("[]").isEmpty && calls("{\"usageLedger\":3}").isEmpty)
  }

  @Test func `threads are looked for in the data folder`() {
    let home = LogHome(environment: ["XDG_DATA_HOME": "/d"], folder: "/home/u", isMac: false)
    #expect(source.roots(of: home) == ["/d/amp/threads"])
    #expect(source.isLog("\(id).json") && !source.isLog("secrets.json") && !source.isLog("\(id).json.tmp"))
  }
}
