import AgentLogs
import Ledger
import TestSupport
import Testing

/// That a file of Codex tells of the same calls, wherever its bytes end when it is read.
struct CodexSplitTests {
  private typealias Story = CodexStory

  /// A file of lines that forks, sub-agents and their copies are made of, in any order and at any times, and the ends at
  /// which it is read.
  struct Case: CustomDebugStringConvertible {
    let lines: [String]
    let hasParent: Bool
    let cuts: [Int]

    init(_ generator: inout SplitMix64) {
      var soup = CodexSoup()
      let lines = soup.lines(&generator)
      self.lines = lines
      hasParent = Int.random(in: 0..<4, using: &generator) == 0
      let bytes = lines.reduce(0) { $0 + $1.utf8.count + 1 }
      cuts = (0..<Int.random(in: 1...5, using: &generator))
        .map { _ in Int.random(in: 0...bytes, using: &generator) }.sorted()
    }

    var text: String { lines.map { $0 + "\n" }.joined() }
    var debugDescription: String { "with parent: \(hasParent), cuts: \(cuts)\n\(text)" }

    /// Returns the calls that are found when the file is read at these lengths.
    func calls(at cuts: [Int]) throws -> [RecordKey: LoggedCall] {
      var home = try CodexHome()
      if hasParent { try home.write(CodexStory.parent, to: "sessions/p.jsonl") }
      for cut in cuts + [text.utf8.count] {
        try home.write(bytes: Array(text.utf8.prefix(cut)), to: "sessions/c.jsonl")
        try home.read()
      }
      return home.calls
    }

    /// The lengths at which lines end.
    var ends: [Int] {
      lines.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.utf8.count + 1) }
    }
  }

  @Test func `any split of the bytes into reads gives the same calls`() throws {
    try forAll(seed: 1, count: 300, generate: { Case(&$0) }) { one in
      let whole = try one.calls(at: [])
      return try one.calls(at: one.cuts) == whole && one.calls(at: one.ends) == whole
    }
  }

  @Test func `of copies that nothing announces, the first row counts, however the file is read`() throws {
    let lines = [
      Story.meta("c", from: "p", at: 0), Story.row(100, 100, at: 100_005), Story.row(300, 200, at: 100_010),
      Story.row(340, 40, at: 110_000),
    ]
    #expect(try CodexHome.tokens(of: ["c": lines]) == [40, 100])
  }
}

/// Lines as they stand in files of Codex, drawn without regard to what their order would mean.
private struct CodexSoup {
  private var now = 100_000
  private var total = 0

  mutating func lines(_ generator: inout SplitMix64) -> [String] {
    let first = ["c", "d"].map { id in
      CodexStory.meta(
        id, from: Bool.random(using: &generator) ? "p" : nil, at: now,
        [
          "", "", CodexStory.agent("p"),
          ",\"subagent_history_start_ordinal\":\(Int.random(in: 0...6, using: &generator))",
        ].randomElement(using: &generator) ?? "")
    }
    let isTimeless = Int.random(in: 0..<6, using: &generator) == 0
    let meta = isTimeless ? first[0].replacing("\"timestamp\"", with: "\"time\"") : first[0]
    return [meta] + (0..<Int.random(in: 1...9, using: &generator)).flatMap { line($0 + 1, &generator) }
  }

  private mutating func line(_ number: Int, _ generator: inout SplitMix64) -> [String] {
    now += [0, 5, 40, 900, 1_500, 2_900, 6_000, 20_000].randomElement(using: &generator) ?? 0
    let time = Int.random(in: 0..<8, using: &generator) == 0 ? now - 90_000 : now
    switch Int.random(in: 0..<16, using: &generator) {
    case 0: return [CodexStory.meta("p", from: Bool.random(using: &generator) ? "q" : nil, at: time)]
    case 1: return [CodexStory.meta("q", at: time)]
    case 2: return [CodexStory.started([nil, time / 1_000, 5].randomElement(using: &generator) ?? nil, at: time)]
    case 3, 4: return [CodexStory.line("turn_context", "\"model\":\"gpt-5.6\"", at: time)]
    case 5: return [CodexStory.line("inter_agent_communication", "\"trigger_turn\":true", at: time)]
    case 6: return [CodexStory.line("event_msg", "\"type\":\"token_count\",\"info\":null", at: time)]
    case 7: return compaction(number, at: time)
    case 8:
      let row = row(100, at: time, number)
      return [row.replacing("\"type\":\"token", with: "\"thread_id\":\"p\",\"type\":\"token")]
    default:
      let isNumbered = Bool.random(using: &generator)
      return [row([0, 100, 200, 300].randomElement(using: &generator) ?? 0, at: time, isNumbered ? number : nil)]
    }
  }

  private mutating func row(_ input: Int, at time: Int, _ number: Int?) -> String {
    total += input
    return CodexStory.row(total, input, at: time, number: number)
  }

  private func compaction(_ number: Int, at time: Int) -> [String] {
    let usage = "{\"input_tokens\":70,\"output_tokens\":0}"
    return [
      CodexStory.line("token_usage_record", "\"response_id\":\"resp_\(number)\",\"usage\":\(usage)", at: time),
      CodexStory.line("compacted", "\"compaction_response_id\":\"resp_\(number)\"", at: time),
    ]
  }
}
