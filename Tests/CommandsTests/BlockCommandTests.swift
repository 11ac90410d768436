import JSON
import TestSupport
import Testing

@testable import Commands

/// `blocks`; it is 2026-11-18T11:06:40Z.
@Suite struct BlockCommandTests {
  /// Two blocks on the day before, and one that has run since ten o'clock.
  private static func world(_ folder: TemporaryFolder, newest: String = "2026-11-18T10:06:40Z") throws -> World {
    let world = World(environment: ["TOKEN_LEDGER_INGEST": "none"])
    for (time, input) in [
      ("2026-11-17T09:59:59.999Z", 1_000), ("2026-11-17T13:59:59.999Z", 2_000), ("2026-11-17T14:00:00Z", 40),
      (newest, 1_000_000),
    ] {
      world.randomBytes = { count in (0..<count).map { UInt8(truncatingIfNeeded: input >> ($0 % 3 * 8)) } }
      _ = world.run(
        "record", "--model", "gpt-4o", "--input-tokens", String(input), "--output-tokens", "0", "--timestamp", time,
        "--request-id", time, "--data-dir", folder.path)
    }
    #expect(world.notes.isEmpty && world.printed.count == 4, "\(world.notes)")
    return world
  }

  private static func answer(_ world: World, _ folder: TemporaryFolder, _ words: String...) -> String {
    _ = CommandLineProgram.run(world.host(["blocks"] + words + ["--data-dir", folder.path]))
    #expect(world.notes.isEmpty)
    return world.printed.last ?? ""
  }

  @Test func `blocks are told with what is left of the running one and what it comes to`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    #expect(
      Self.answer(world, folder) == """
        began             ended                     calls     tokens  cost (USD)
        2026-11-18 10:00  running, 3 h 54 min left      1  1,000,000        2.50
        2026-11-17 14:00  2026-11-17 19:00              1         40     0.00010
        2026-11-17 09:00  2026-11-17 14:00              2      3,000      0.0075
        The running block takes 1,000,000 tokens and 2.50 USD an hour; at that pace it
        comes to 4,890,000 tokens and 12.22 USD at 15:00.
        """)
    withExtendedLifetime(folder) {}
  }

  @Test func `a program gets all digits and times with their zone`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    #expect(
      Self.answer(world, folder, "--csv", "--timezone", "Asia/Seoul", "--limit", "2") == """
        began,ends,calls,tokens,cost (USD)
        2026-11-18T19:00:00+09:00,2026-11-19T00:00:00+09:00,1,1000000,2.5
        2026-11-17T23:00:00+09:00,2026-11-18T04:00:00+09:00,1,40,0.0001
        """)
    #expect(
      Self.answer(world, folder, "--json", "--period", "today") == """
        {"period":{"since":"2026-11-18T00:00:00Z","until":"2026-11-19T00:00:00Z","timezone":"UTC"},"currency":"USD",\
        "count":1,"blocks":[{"began_at":"2026-11-18T10:00:00Z","ends_at":"2026-11-18T15:00:00Z","requests":1,\
        "tokens":{"input":1000000,"output":0,"total":1000000},"cost":{"amount":2.5},"running":{"seconds_left":14000,\
        "per_hour":{"tokens":1000000,"cost":2.5},"at_end":{"tokens":4890000,"cost":12.22}}}]}
        """)
    withExtendedLifetime(folder) {}
  }

  @Test func `no pace is told in the first minute of a block`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder, newest: "2026-11-18T11:06:00Z")
    let text = Self.answer(world, folder, "--limit", "1")
    #expect(text.contains("running, 4 h 54 min left") && !text.contains("pace"), "\(text)")
    #expect(text.hasSuffix("There are more; show them with a larger --limit."), "\(text)")
    withExtendedLifetime(folder) {}
  }

  @Test func `a period without calls says so, and a filter leaves out the blocks of others`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    for words in [["--until", "2026-11-16"], ["--agent", "nobody"]] {
      #expect(Self.answer(world, folder, words[0], words[1]) == "No call was made in this period.")
    }
    withExtendedLifetime(folder) {}
  }
}
