import AgentLogs
import CivilTime
import JSON
import Ledger
import Pricing
import TestSupport
import Testing

/// What Gemini CLI's sessions are read as.
struct GeminiCLITests {
  private let lines = GeminiCLI()
  private let documents = GeminiCLIDocuments()
  private let path = "my-app/chats/session-2026-05-01T08-00-a1b2c3d4.jsonl"
  private let first = "6f1c0a52-7a3e-4a0b-9d55-0c8b4d0f1e01"
  private let second = "6f1c0a52-7a3e-4a0b-9d55-0c8b4d0f1e02"

  private func header(_ session: String = "a1b2c3d4-0000-4000-8000-000000000001", extra: String = "") -> String {
    """
    {"sessionId":"\(session)","projectHash":"f3","startTime":"2026-05-01T08:00:00.000Z",\
    "lastUpdated":"2026-05-01T08:00:00.000Z"\(extra)}
    """
  }

  private func message(_ id: String, output: Int = 180, total: Int = 5_680, more: String = "") -> String {
    """
    {"id":"\(id)","timestamp":"2026-05-01T08:01:00.000Z","type":"gemini","content":"\\"tokens\\"","thoughts":[],\
    "tokens":{"input":5200,"output":\(output),"cached":4096,"thoughts":300,"tool":0,"total":\(total)},\
    "model":"gemini-3-pro"\(more)}
    """
  }

  /// A session as older versions wrote it.
  private func document(_ messages: [String]) -> String {
    """
    {
      "sessionId": "a1b2c3d4-0000-4000-8000-000000000001", "projectHash": "f3",
      "startTime": "2026-05-01T08:00:00.000Z",
      "messages": [{"id": "u1", "type": "user", "content": "hi"}\(messages.map { ", \($0)" }.joined())]
    }
    """
  }

  @Test func `cached tokens are part of the prompt, thoughts are not part of the answer`() throws {
    let call = try #require(LogDesk.findings(of: lines, in: [header(), message(first)], path: path).calls.first)
    let usage = Usage(disjoint: [(.input, 1_104), (.cacheRead, 4_096), (.output, 180), (.outputReasoning, 300)])
    #expect(call.facts.usage == usage)
    #expect(call.facts.model == "gemini-3-pro")
    #expect(call.facts.sessionID == "a1b2c3d4-0000-4000-8000-000000000001")
    #expect(call.facts.agent == "gemini-cli")
    #expect(call.facts.timestamp.description == "2026-05-01T08:01:00Z")
  }

  @Test func `a writer that leaves the cached tokens out of the prompt is known by the total`() throws {
    let apart = message(first, total: 5_200 + 180 + 300 + 4_096)
    let call = try #require(LogDesk.findings(of: lines, in: [header(), apart], path: path).calls.first)
    #expect(call.facts.usage[.input] == 5_200)
    #expect(call.facts.usage[.cacheRead] == 4_096)
  }

  @Test func `a document and the lines that go on from it name their messages alike`() {
    let old = LogDesk.findings(
      of: documents, in: document([message(first)]), path: path.replacing(".jsonl", with: ".json"))
    let new = LogDesk.findings(of: lines, in: [header(), message(first), message(second)], path: path)
    #expect(old.calls.map(\.keys[0]) == [new.calls[0].keys[0]])
    #expect(old.calls.map(\.facts) == [new.calls[0].facts])
    #expect(new.calls.count == 2)
  }

  @Test func `a checkpoint says messages again, and taking messages back costs nothing less`() {
    let text = [
      header(), message(first, output: 1), message(first), message(second), "{\"$rewindTo\":\"\(second)\"}",
      "{\"$set\":{\"messages\":[\(message(first)),{\"id\":\"s\",\"type\":\"user\",\"content\":[]}]}}",
    ]
    let found = LogDesk.findings(of: lines, in: text, path: path)
    #expect(LogDesk.names(found).count == 2)
    LogDesk.expectLaws(of: lines, in: text, path: path)
  }

  @Test func `a sub-agent counts to the session that started it`() {
    let sub = "my-app/chats/a1b2c3d4-0000-4000-8000-000000000001/77.jsonl"
    let found = LogDesk.findings(
      of: lines, in: [header("77", extra: ",\"kind\":\"subagent\",\"directories\":[\"/home/u/app\"]"), message("m1")],
      path: sub)
    #expect(found.calls.map(\.facts.sessionID) == ["a1b2c3d4-0000-4000-8000-000000000001"])
    #expect(found.calls.map(\.facts.agent) == ["gemini-cli/subagent"])
    #expect(found.calls.map(\.folder) == ["/home/u/app"])
    let own = LogDesk.findings(of: lines, in: [header("78"), message("m1")], path: path)
    #expect(LogDesk.names(found) != LogDesk.names(own))
  }

  @Test(arguments: [
    "{\"id\":\"x\",\"type\":\"gemini\",\"tokens\":null}", "{\"id\":\"x\",\"type\":\"gemini\",\"tokens\":[1]}",
    "{\"id\":\"x\",\"tokens\":{\"input\":-5,\"output\":\"no\",\"cached\":1e99}}", "{\"id\":7,\"tokens\":{\"input\":5}}",
    "{\"$set\":{\"messages\":{\"tokens\":1}}}", "{\"$set\":{\"messages\":[1,null,\"tokens\"]},\"tokens\":2}",
  ])
  func `what has the wrong types is no call`(line: String) {
    #expect(LogDesk.findings(of: lines, in: [line], path: path).calls.isEmpty)
  }

  @Test func `without a model and a time a message still counts`() throws {
    let bare = "{\"id\":\"x\",\"type\":\"gemini\",\"tokens\":{\"input\":\"5\",\"output\":2}}"
    let call = try #require(LogDesk.findings(of: lines, in: [header(), bare], path: path).calls.first)
    #expect(call.facts.model == "unknown")
    #expect(call.facts.timestamp.description == "2026-05-01T08:00:00Z")
    #expect(call.facts.usage.totalTokens == 7)
  }

  @Test func `the folder of the project is noted beside the sessions`() throws {
    let folder = try TemporaryFolder()
    try folder.write("/home/u/app\n", to: "app/.project_root")
    let named = LogFile(
      path: folder.file("app/chats/s.jsonl"), relativePath: "s.jsonl", device: 1, inode: 1, size: 0,
      modifiedNanoseconds: 0)
    var reader = lines.reader(of: named, memory: [:], among: LogFiles([named]))
    var found = LogFindings()
    Array(message(first).utf8).withUnsafeBytes { reader.read($0, into: &found) }
    #expect(found.calls.map(\.folder) == ["/home/u/app"])
  }

  @Test func `only files among the sessions are read, below the home that is named`() {
    #expect(lines.isLog(path) && lines.isLog("a/chats/parent/id.jsonl") && !lines.isLog("a/logs.json"))
    #expect(documents.isLog("f3/chats/session-1.json") && !documents.isLog("f3/checkpoint-x.json"))
    let home = LogHome(environment: ["GEMINI_CLI_HOME": "/data"], folder: "/home/u", isMac: false)
    #expect(lines.roots(of: home) == ["/data/.gemini/tmp"])
    #expect(documents.roots(of: home) == lines.roots(of: home))
  }
}
