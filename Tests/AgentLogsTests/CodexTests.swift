import AgentLogs
import Foundation
import JSON
import Ledger
import Pricing
import TestSupport
import Testing

/// What a thread of Codex is read as.
struct CodexTests {
  private typealias Sample = CodexSample
  private let source = Codex()

  private func calls(_ lines: [String], path: String = "2026/10/02/rollout.jsonl") -> [LoggedCall] {
    LogDesk.findings(of: source, in: lines, path: path).calls
  }

  @Test func `each line by which the total goes on is a call, with disjoint counts`() throws {
    let found = LogDesk.findings(of: source, in: Sample.thread)
    try #require(found.calls.count == 2)
    let second = found.calls[1]
    #expect(
      second.facts.usage
        == Usage(disjoint: [
          (.input, 1500), (.cacheRead, 8000), (.cacheWrite, 500), (.output, 250), (.outputReasoning, 50),
        ]))
    #expect(second.facts.model == "gpt-5.6-terra")
    #expect(second.facts.provider == "openai")
    #expect(second.facts.sessionID == "thread-1")
    #expect(second.facts.agent == "codex")
    #expect(second.facts.metadata == nil)
    #expect(second.folder == "/home/u/app")
    #expect(second.branch == "main")
    #expect(found.skipped == [.repeated: 1])
  }

  @Test func `a thread reads the same in any parts`() {
    let limits = #"{"primary":{"used_percent":12.0,"window_minutes":300,"resets_at":1790000000},"plan_type":"plus"}"#
    let more = [
      Sample.event("thread_settings_applied", #""thread_settings":{"service_tier":"priority"}"#),
      Sample.row(total: Sample.usage(30, 0, 3, 0), last: Sample.usage(30, 0, 3, 0), limits: limits),
      Sample.row(last: Sample.usage(30, 0, 3, 0), limits: limits), Sample.row(last: Sample.usage(30, 0, 3, 0)),
      Sample.request("resp_c", Sample.usage(500, 400, 20, 0)), Sample.compaction("resp_c"),
      Sample.row(total: Sample.usage(70, 0, 3, 0)),
    ]
    let lines = Sample.thread + more
    let whole = LogDesk.findings(of: source, in: lines)
    #expect(whole.calls.count == 7)
    for step in 1...lines.count {
      let parts = LogDesk.findings(of: source, in: lines, step: step)
      #expect(parts.calls == whole.calls)
      #expect(parts.windows == whole.windows)
    }
    #expect(Set(whole.calls.map(\.keys)).count == 7)
  }

  @Test func `a file has the same keys wherever it lies, and other threads have others`() {
    let keys = calls(Sample.thread).map(\.keys)
    #expect(calls(Sample.thread, path: "archived_sessions/other.jsonl").map(\.keys) == keys)
    let other = calls(Sample.thread.map { $0.replacing("thread-1", with: "thread-2") }).map(\.keys)
    #expect(Set(other).isDisjoint(with: keys))
  }

  @Test func `totals alone are told by their growth, and begin anew where they fall`() {
    let lines = [
      Sample.meta, Sample.turn, Sample.row(total: Sample.usage(100, 0, 10, 0)),
      Sample.row(total: Sample.usage(160, 20, 15, 0)),
      Sample.row(total: Sample.usage(100, 0, 10, 0)),
      Sample.row(total: Sample.usage(50, 0, 5, 0), last: Sample.usage(40, 0, 5, 0)),
    ]
    let found = calls(lines)
    #expect(found.map(\.facts.usage.totalTokens) == [110, 65, 110, 45])
    #expect(Set(found.map(\.keys)).count == 4)
  }

  @Test func `lines without a total each count`() {
    let last = Sample.usage(100, 0, 10, 0)
    let found = calls([Sample.meta, Sample.turn, Sample.row(last: last), Sample.row(last: last)])
    #expect(found.map(\.facts.usage.totalTokens) == [110, 110])
    #expect(Set(found.map(\.keys)).count == 2)
  }

  @Test func `other names, numbers as texts, and more cached than asked are understood`() throws {
    let last = """
      {"prompt_tokens":"100","cache_read_input_tokens":"900","completion_tokens":"10","reasoning_tokens":40}
      """
    let call = try #require(calls([Sample.meta, Sample.turn, Sample.row(last: last)]).first)
    #expect(call.facts.usage == Usage(disjoint: [(.cacheRead, 100), (.outputReasoning, 10)]))
  }

  @Test func `a line is worth what it tells of tokens`() {
    let nothing = Sample.usage(0, 0, 0, 0)
    let lines = [
      Sample.meta, Sample.turn, Sample.row(total: nothing, last: nothing),
      Sample.row(last: Sample.usage(1, 0, 1, 0), at: "never"),
      #"{"timestamp":"2026-10-02T09:00:09Z","type":"event_msg","payload":{"type":"token_count","info":null}}"#,
      String(Sample.row(last: Sample.usage(1, 0, 1, 0)).dropLast(3)),
      #"{"type":"turn.completed","usage":{"input_tokens":5,"output_tokens":1}}"#,
      #"{"type":"response_item","payload":{"type":"message","text":"a \"token_count\" is not one"}}"#,
    ]
    let found = LogDesk.findings(of: source, in: lines)
    #expect(found.calls.isEmpty)
    #expect(found.skipped == [.empty: 1, .timeless: 1, .malformed: 1, .summary: 1])
  }

  @Test func `a memory is small, and no reader is hurt by one that is not its own`() {
    let found = LogDesk.findings(of: source, in: Sample.thread)
    var reader = source.reader(of: LogDesk.file("a.jsonl"), memory: JSONObject(), among: LogFiles([]))
    var findings = LogFindings()
    for line in Sample.thread { Array(line.utf8).withUnsafeBytes { reader.read($0, into: &findings) } }
    #expect(JSONWriter.bytes(.object(reader.memory)).count < 1024)
    #expect(findings.calls == found.calls)
    for strange: JSONObject in [["thread": 1, "counter": []], ["prefix": ["length": -5], "rows": "x"]] {
      var reader = source.reader(of: LogDesk.file("a.jsonl"), memory: strange, among: LogFiles([]))
      for line in Sample.thread { Array(line.utf8).withUnsafeBytes { reader.read($0, into: &findings) } }
    }
  }

  @Test func `a damaged line is skipped or read, and nothing breaks`() throws {
    let pieces = ["null", "-1", "1e999", "99999999999999999999", "\"\"", "[]", "{}", "0.1", "\\", "\"", "}", "\"gpt\""]
    let long = String(repeating: "x", count: 9_000)
    try forAll(
      seed: 11, count: 1_500,
      generate: { generator in
        var lines = Sample.thread
        let line = lines.indices.randomElement(using: &generator) ?? 0
        var bytes = Array(lines[line].utf8)
        let places = bytes.indices.filter {
          bytes[$0] == UInt8(ascii: ":") || Int.random(in: 0..<9, using: &generator) == 0
        }
        let place = (places.randomElement(using: &generator) ?? 0) + 1
        let piece = Bool.random(using: &generator) ? "\"\(long)\"" : pieces.randomElement(using: &generator) ?? ""
        let old = bytes[min(place, bytes.count)...].prefix { ![0x2C, 0x7D, 0x5D].contains($0) }
        bytes.replaceSubrange(old.indices, with: piece.utf8)
        lines[line] = String(decoding: bytes, as: UTF8.self)
        return lines
      },
      check: { lines in
        var reader = source.reader(of: LogDesk.file("a.jsonl"), memory: JSONObject(), among: LogFiles([]))
        var findings = LogFindings()
        for line in lines { Array(line.utf8).withUnsafeBytes { reader.read($0, into: &findings) } }
        return JSONWriter.bytes(.object(reader.memory)).count <= 4_096
          && findings.calls.allSatisfy { $0.facts.usage.entries.allSatisfy { $0.quantity > 0 } }
      })
  }

  @Test(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.skipReason)))
  func `the public case without a first line is read`() throws {
    let url = try #require(SharedFolder.url("testdata/logs/codex/sessions/project-alpha/session-alpha.jsonl"))
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    let found = calls(lines, path: "project-alpha/session-alpha.jsonl")
    #expect(found.map(\.facts.model) == ["gpt-5.2-codex", "gpt-5.3-codex"])
    #expect(found.map(\.facts.sessionID) == ["session-alpha", "session-alpha"])
    #expect(
      found.map(\.facts.usage) == [
        Usage(disjoint: [(.input, 750), (.cacheRead, 250), (.output, 50), (.outputReasoning, 75)]),
        Usage(disjoint: [(.input, 2000), (.cacheRead, 500), (.output, 100), (.outputReasoning, 200)]),
      ])
  }
}
