import AgentLogs
import CivilTime
import Foundation
import Ledger
import Pricing
import TestSupport
import Testing

/// What forks and sub-agents are read as, shape by shape; times are in milliseconds since 10:00.
struct CodexForkTests {
  private typealias Story = CodexStory

  @Test func `what a fork copies counts to its thread, and equal calls after the fork count both`() throws {
    let child = [
      Story.meta("c", from: "p", at: 100_000), Story.meta("p", at: 100_001), Story.row(100, 100, at: 100_010),
      Story.row(300, 200, at: 100_020),
      Story.row(600, 300, at: 110_000), Story.row(1_000, 400, at: 120_000),
    ]
    let found = try CodexHome.reading(["a": Story.parent, "b": child])
    #expect(found.calls.values.map(\.facts.usage.totalTokens).sorted() == [100, 200, 300, 300, 400])
    #expect(found.calls.values.filter { $0.facts.sessionID == "c" }.count == 2)
    #expect(found.skipped == [.replayed: 2])
  }

  @Test func `rows that were written at once are copies, even where the fork says that it is older`() throws {
    let child = [
      Story.meta("c", from: "p", at: 15_000), Story.row(100, 100, at: 100_010), Story.row(300, 200, at: 100_020),
      Story.row(340, 40, at: 120_000),
    ]
    #expect(try CodexHome.tokens(of: ["a": Story.parent, "b": child]) == [40, 100, 200, 300])
  }

  @Test func `a sub-agent counts to the session of the user's thread, under its own name`() throws {
    let first = [Story.meta("a", at: 30_000, Story.agent("p")), Story.row(7, 7, at: 40_000)]
    let second = [
      Story.meta("b", from: "a", at: 50_000, Story.agent("a", "worker")), Story.meta("a", at: 50_001),
      Story.row(7, 7, at: 50_010),
      Story.row(18, 11, at: 60_000),
    ]
    let review = [Story.meta("r", at: 70_000, ",\"source\":{\"subagent\":\"review\"}"), Story.row(5, 5, at: 80_000)]
    let guardian = [
      Story.meta("g", at: 70_000, ",\"session_id\":\"p\",\"source\":{\"subagent\":{\"other\":\"guardian\"}}"),
      Story.row(6, 6, at: 80_000),
    ]
    let found = try CodexHome.reading(["p": Story.parent, "a": first, "b": second, "r": review, "g": guardian])
    let agents = found.calls.values.filter { $0.facts.agent != "codex" }.map {
      "\($0.facts.sessionID) \($0.facts.agent) \($0.facts.usage.totalTokens)"
    }
    #expect(agents.sorted() == ["p codex/explorer 7", "p codex/guardian 6", "p codex/worker 11", "r codex/review 5"])
  }

  @Test func `a sub-agent that copies nothing counts in full, whether its parent is there or not`() throws {
    let child = [
      Story.meta("c", from: "p", at: 100_000, Story.agent("p")), Story.meta("p", at: 100_001),
      Story.row(50, 50, at: 106_000),
    ]
    #expect(try CodexHome.tokens(of: ["a": Story.parent, "b": child]) == [50, 100, 200, 300])
    #expect(try CodexHome.tokens(of: ["b": child]) == [50])
  }

  @Test func `of a long history the last turns alone may be copied`() throws {
    let child = [
      Story.meta("c", from: "p", at: 100_000), Story.row(300, 200, at: 104_000), Story.row(340, 40, at: 120_000),
    ]
    #expect(try CodexHome.tokens(of: ["a": Story.parent, "b": child]) == [40, 100, 200, 300])
  }

  @Test func `the rows of a thread in several files are all its rows`() throws {
    let pages = ["1": Array(Story.parent.prefix(2)), "2": [Story.meta("p", at: 15_000)] + Story.parent.dropFirst(2)]
    let child = [
      Story.meta("c", from: "p", at: 100_000), Story.row(100, 100, at: 103_000), Story.row(300, 200, at: 106_000),
      Story.row(340, 40, at: 120_000),
    ]
    #expect(try CodexHome.tokens(of: pages.merging(["b": child, "copy": Story.parent]) { $1 }) == [40, 100, 200, 300])
    let late = [
      Story.meta("c", from: "p", at: 300_000), Story.row(100, 100, at: 303_000), Story.row(300, 200, at: 306_000),
      Story.row(600, 300, at: 309_000), Story.row(640, 40, at: 320_000),
    ]
    #expect(
      try CodexHome.tokens(of: ["1": Array(Story.parent.prefix(3)), "2": Story.parent, "b": late]) == [
        40, 100, 200, 300,
      ])
  }

  @Test func `a thread that goes on in a new file counts what it has copied once, though it names no other`() throws {
    let child = [
      Story.meta("c", at: 100_000), Story.meta("p", at: 100_001), Story.row(100, 100, at: 103_000),
      Story.row(300, 200, at: 106_000), Story.row(340, 40, at: 120_000),
    ]
    #expect(try CodexHome.tokens(of: ["a": Story.parent, "b": child]) == [40, 100, 200, 300])
  }

  @Test func `totals of several agents in one file count each call once`() throws {
    let rows = [(100, 100), (5_000, 70), (150, 50), (5_000, 70), (150, 50), (5_060, 60)]
    let lines = rows.enumerated().map { Story.row($1.0, $1.1, at: 10_000 * ($0 + 1)) }
    #expect(try CodexHome.tokens(of: ["a": [Story.meta("a", at: 0)] + lines]) == [50, 60, 70, 100])
  }

  @Test func `a compaction that was copied is not counted again, and one right after the fork is`() throws {
    func compaction(_ id: String, at time: Int) -> [String] {
      let usage = "{\"input_tokens\":70,\"output_tokens\":0}"
      return [
        Story.line("token_usage_record", "\"response_id\":\"\(id)\",\"usage\":\(usage)", at: time),
        Story.line("compacted", "\"compaction_response_id\":\"\(id)\"", at: time),
      ]
    }
    let parent = [Story.meta("p", at: 0), Story.row(100, 100, at: 10_000)] + compaction("resp_p", at: 20_000)
    let front = [Story.meta("c", from: "p", at: 100_000), Story.row(100, 100, at: 100_001)]
    let child =
      front + compaction("resp_p", at: 100_002) + compaction("resp_c", at: 108_000)
      + [Story.row(140, 40, at: 120_000)]
    let found = try CodexHome.reading(["a": parent, "b": child])
    #expect(found.calls.values.map(\.facts.usage.totalTokens).sorted() == [40, 70, 70, 100])
    #expect(found.skipped == [.replayed: 2])
    #expect(try CodexHome.tokens(of: ["b": child]) == [40, 70])
  }

  @Test func `what the vendor said is not said again by copies`() throws {
    let limits = ",\"rate_limits\":{\"primary\":{\"used_percent\":5,\"window_minutes\":300}}}}"
    func told(_ line: String) -> String { String(line.dropLast(2)) + limits }
    let rows = [
      Story.row(100, 100, at: 100_005), Story.line("event_msg", "\"type\":\"token_count\",\"info\":{}", at: 100_006),
      Story.row(140, 40, at: 110_000),
    ]
    var home = try CodexHome()
    try home.write([Story.meta("c", from: "p", at: 100_000)] + rows.map(told), to: "sessions/c.jsonl")
    try home.read()
    #expect(home.windows.map(\.observedAt.seconds) == [1_786_788_110])
  }

  @Test func `threads that name themselves or each other as the one before are read`() throws {
    let knot = [
      "a": [Story.meta("a", from: "b", at: 0, Story.agent("b")), Story.row(10, 10, at: 10_000)],
      "b": [Story.meta("b", from: "a", at: 0, Story.agent("a")), Story.row(20, 20, at: 10_000)],
      "c": [Story.meta("c", from: "c", at: 0, Story.agent("c")), Story.row(30, 30, at: 10_000)],
    ]
    #expect(try CodexHome.tokens(of: knot) == [10, 20, 30])
  }

  @Test func `a fork's first total alone is not its own spending`() throws {
    let total = Story.row(5_000, 0, at: 110_000).replacing(/,"last_token_usage":{[^}]*}/, with: "")
    let child = [Story.meta("c", from: "gone", at: 100_000), total, Story.row(5_040, 40, at: 120_000)]
    #expect(try CodexHome.tokens(of: ["c": child]) == [40])
  }

  @Test(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.skipReason)))
  func `the public case of a fork counts its copied row once`() throws {
    var home = try CodexHome()
    for name in ["archived_sessions/child.jsonl", "sessions/2026/07/11/parent.jsonl"] {
      let url = try #require(SharedFolder.url("testdata/logs/codex-fork-small/codex-home/\(name)"))
      try home.write(String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init), to: name)
    }
    try home.read()
    let found = home.calls.values.map { "\($0.facts.sessionID) \($0.facts.usage.totalTokens)" }
    #expect(found.sorted() == ["child-session 6", "parent-session 11"])
    #expect(home.skipped == [.replayed: 1])
  }
}
