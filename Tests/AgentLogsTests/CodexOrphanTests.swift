import AgentLogs
import Ledger
import Pricing
import Testing

/// What threads are read as whose earlier thread's file is gone.
struct CodexOrphanTests {
  private typealias Story = CodexStory

  /// Files of a thread whose earlier thread is gone, with copies of 100 and 200, and a call of 40 of its own.
  private func orphans() -> [String: [String]] {
    let copies = [Story.row(100, 100, at: 100_005), Story.row(300, 200, at: 100_010)]
    let own = Story.row(340, 40, at: 110_000)
    return [
      "written at once": [Story.meta("c", from: "p", at: 100_000)] + copies + [own],
      "written at once, but late": [
        Story.meta("c", from: "p", at: 0), Story.line("turn_context", "", at: 100_001),
        Story.row(100, 100, at: 100_005), Story.row(300, 200, at: 100_900), own,
      ],
      "as old as they are": [
        Story.meta("c", from: "p", at: 100_000), Story.row(100, 100, at: 10_000), Story.row(300, 200, at: 20_000), own,
      ],
      "in turns that began before": [
        Story.meta("c", from: "p", at: 100_000), Story.started(5, at: 103_000), Story.row(100, 100, at: 103_001),
        Story.started(15, at: 106_000),
        Story.row(300, 200, at: 106_001), own,
      ],
      "before the own turn": [
        Story.meta("c", from: "p", at: 100_000), Story.line("turn_context", "", at: 103_000),
        Story.row(100, 100, at: 103_001), Story.line("turn_context", "", at: 106_000),
        Story.row(300, 200, at: 106_001), Story.started(106, at: 106_500), Story.row(340, 40, at: 107_000),
      ],
      "before the own work": [
        Story.meta("c", from: "p", at: 100_000), Story.started(5, at: 100_001),
        Story.line("inter_agent_communication", "\"trigger_turn\":true", at: 100_002), Story.row(100, 100, at: 103_000),
        Story.row(300, 200, at: 106_000), Story.started(nil, at: 106_400),
        Story.line("inter_agent_communication_metadata", "\"trigger_turn\":false", at: 106_500),
        Story.line("inter_agent_communication_metadata", "\"trigger_turn\":true", at: 106_500),
        Story.row(340, 40, at: 107_000),
      ],
      "by their numbers": [
        Story.meta("c", from: "p", at: 100_000, ",\"subagent_history_start_ordinal\":4"), Story.meta("p", at: 100_000),
        Story.row(100, 100, at: 103_000, number: 2), Story.row(300, 200, at: 106_000, number: 3),
        Story.row(340, 40, at: 107_000, number: 4),
      ],
      "by the thread they name": [
        Story.meta("c", from: "p", at: 100_000),
        Story.row(100, 100, at: 103_000).replacing("\"type\":\"token", with: "\"thread_id\":\"p\",\"type\":\"token"),
        Story.row(300, 200, at: 106_000).replacing("\"type\":\"token", with: "\"thread_id\":\"p\",\"type\":\"token"),
        own,
      ],
    ]
  }

  @Test func `where the earlier thread is gone, copies are told by the file itself`() throws {
    for (shape, lines) in orphans() {
      #expect(try CodexHome.tokens(of: ["c": lines]) == [40], "\(shape)")
    }
  }

  @Test func `what several threads have copied of one that is gone counts once, and as its own`() throws {
    let copies = [Story.row(100, 100, at: 100_005), Story.row(300, 200, at: 100_010)]
    let first =
      [Story.meta("c", from: "p", at: 100_000), Story.meta("p", at: 100_001)] + copies + [
        Story.row(340, 40, at: 110_000)
      ]
    let second =
      [Story.meta("d", from: "p", at: 100_000), Story.meta("p", at: 100_001)] + copies + [
        Story.row(350, 50, at: 110_000)
      ]
    let found = try CodexHome.reading(["c": first, "d": second])
    #expect(found.calls.values.map(\.facts.usage.totalTokens).sorted() == [40, 50, 100, 200])
    #expect(found.calls.values.filter { $0.facts.sessionID == "p" }.count == 2)
    #expect(!found.isContradictory)
    let whole = try CodexHome.reading(["c": first, "d": second, "p": Story.parent])
    #expect(Set(whole.calls.keys).isSuperset(of: found.calls.keys))
  }

  @Test func `cousins count what they have copied of the first thread once`() throws {
    func child(_ id: String, _ origin: String, _ more: [String], _ own: Int) -> [String] {
      let elders = (origin == "p" ? [] : [Story.meta("q", from: "p", at: 100_001)]) + [Story.meta("p", at: 100_002)]
      let rows = [Story.row(100, 100, at: 100_005)] + more + [Story.row(900 + own, own, at: 110_000)]
      return [Story.meta(id, from: origin, at: 100_000)] + elders + rows
    }
    let more = [Story.row(300, 200, at: 100_010)]
    let files = [
      "c": child("c", "p", [], 1), "d": child("d", "p", [], 2), "e": child("e", "q", more, 3),
      "f": child("f", "q", more, 4),
    ]
    #expect(try CodexHome.tokens(of: files) == [1, 2, 3, 4, 100, 200])
  }

  @Test func `two sub-agents that begin alike by chance count both`() throws {
    let files = ["c", "d"].reduce(into: [:]) { files, id in
      files[id] = [
        Story.meta(id, at: 100_000, Story.agent("p")), Story.meta("p", at: 100_001), Story.row(50, 50, at: 106_000),
      ]
    }
    #expect(try CodexHome.tokens(of: files) == [50, 50])
    let longer = files.mapValues {
      Array($0.prefix(2)) + [Story.started(100, at: 100_500), $0[2], Story.row(90, 40, at: 112_000)]
    }
    #expect(try CodexHome.tokens(of: longer) == [40, 40, 50, 50])
  }
}
