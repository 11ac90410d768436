import AgentLogs
import Ledger
import Pricing
import TestSupport
import Testing

/// What families of threads are read as, whatever of them is there, and in whatever order and parts it is read.
struct CodexFamilyTests {
  /// A world, what of it is there, and how it is read; the seed repeats it.
  struct Case: CustomDebugStringConvertible {
    let world: CodexWorld
    /// The threads whose files are gone.
    let gone: Set<Int>
    /// The threads whose files lie in both folders.
    let doubled: Set<Int>
    /// When the files are read before the end.
    let times: [Int]
    let order: UInt64

    init(_ generator: inout SplitMix64) {
      let world = CodexWorld(&generator)
      self.world = world
      let all = world.threads.indices
      gone = Set(all.filter { !world.isNeeded.contains($0) && Int.random(in: 0..<4, using: &generator) == 0 })
      doubled = Set(all.filter { _ in Int.random(in: 0..<6, using: &generator) == 0 })
      let lines = world.threads.flatMap(\.lines)
      times = (0..<3).compactMap { _ in lines.randomElement(using: &generator)?.written }.sorted()
      order = generator.next()
    }

    var debugDescription: String { "\(world.threads.count) threads without \(gone.sorted())" }

    /// The calls that must be found: those of the threads that are there, and of others those that several threads
    /// hold whose common origin is gone.
    var truth: [CodexWorld.Usage: Int] {
      var truth: [CodexWorld.Usage: Int] = [:]
      for (number, call) in world.calls.enumerated() where !gone.contains(call.thread) || isShared(number) {
        truth[call.usage, default: 0] += 1
      }
      return truth
    }

    private func isShared(_ call: Int) -> Bool {
      let holders = world.threads.indices.filter { index in
        !gone.contains(index) && world.threads[index].copied.contains(call)
      }
      let origins = holders.compactMap { world.threads[$0].origin }.filter(gone.contains)
      return Set(origins).count < origins.count
    }

    /// Writes what there is at some time.
    func write(to home: CodexHome, until time: Int = .max) throws {
      for (index, thread) in world.threads.enumerated() where !gone.contains(index) {
        let lines = thread.lines.filter { $0.written <= time }.map(\.text)
        guard !lines.isEmpty else { continue }
        let name = "rollout-2026-07-25T10-00-00-\(thread.id).jsonl"
        let isArchived = index.isMultiple(of: 3)
        try home.write(lines, to: isArchived ? "archived_sessions/\(name)" : "sessions/2026/07/25/\(name)")
        if doubled.contains(index), !isArchived { try home.write(lines, to: "archived_sessions/\(name)") }
      }
    }
  }

  private static func found(_ home: CodexHome) -> [CodexWorld.Usage: Int] {
    home.calls.values.reduce(into: [:]) { found, call in
      let usage = call.facts.usage
      func count(_ meter: Meter) -> Int { Int(usage.entries.first { $0.meter == meter }?.quantity ?? 0) }
      let cached = count(.cacheRead)
      let reasoning = count(.outputReasoning)
      found[[count(.input) + cached, cached, 0, count(.output) + reasoning, reasoning], default: 0] += 1
    }
  }

  @Test func `families are counted as they were spent, in any order and parts`() throws {
    try forAll(seed: 2026, count: 150, generate: { Case(&$0) }) { one in
      var generator = SplitMix64(seed: one.order)
      var cold = try CodexHome()
      try one.write(to: cold)
      try cold.read { $0.shuffled(using: &generator) }
      var warm = try CodexHome()
      for time in one.times + [.max] {
        try one.write(to: warm, until: time)
        try warm.read { $0.shuffled(using: &generator) }
      }
      return Self.found(cold) == one.truth && cold.calls == warm.calls && !cold.isContradictory
        && !warm.isContradictory
    }
  }
}
