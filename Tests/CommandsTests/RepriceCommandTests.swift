import CivilTime
import JSON
import Ledger
import Pricing
import TestSupport
import Testing

@testable import Commands

@Suite struct RepriceCommandTests {
  @Test func `a dry run tells the difference, and the run itself makes it`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    try Self.recordWithoutPrice(in: folder.path, world)
    #expect(world.run("reprice", "--data-dir", folder.path, "--dry-run", "--json") == .success)
    #expect(world.run("reprice", "--data-dir", folder.path, "--json") == .success)
    #expect(world.run("reprice", "--data-dir", folder.path) == .success)
    let difference =
      #""records":1,"before":0,"after":0.0035,"difference":0.0035,"unpriced_before":1,"unpriced_after":0"#
    #expect(
      world.printed == [
        #"{"# + difference
          + #","currency":"USD","applied":false,"models":[{"model":"gpt-4o",\#(difference),"currency":"USD"}]}"#,
        #"{"# + difference
          + #","currency":"USD","applied":true,"models":[{"model":"gpt-4o",\#(difference),"currency":"USD"}]}"#,
        "Every record has the price that holds now.",
      ])
  }

  @Test func `other processes record while a run goes on`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    for number in 0..<350 { try Self.recordWithoutPrice(in: folder.path, world, random: number) }
    var pauses = 0
    world.onSleep = {
      pauses += 1
      do { try Self.recordWithoutPrice(in: folder.path, world, random: 1_000 + pauses) } catch { Issue.record(error) }
    }
    #expect(world.run("reprice", "--data-dir", folder.path, "--json") == .success)
    world.onSleep = {}
    #expect(pauses > 2)
    let answer = try JSONParser.parse(Array((world.printed.last ?? "").utf8)).object
    #expect((answer?["records"]?.number?.int64 ?? 0) >= 350)
  }

  @Test func `a period in which nothing lies changes nothing`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    try Self.recordWithoutPrice(in: folder.path, world)
    #expect(world.run("reprice", "--data-dir", folder.path, "--until", "2020-01-01") == .success)
    #expect(world.printed == ["Every record has the price that holds now."])
    #expect(world.run("reprice", "--data-dir", folder.path, "--since", "soon") == .failure)
  }

  /// A call of 1,000 tokens in and 100 out that was entered when nobody knew its price.
  static func recordWithoutPrice(in folder: String, _ world: World, after milliseconds: Int64 = 0, random: Int = 7)
    throws
  {
    var host = world.host()
    host.randomBytes = { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 < 2 ? random >> (8 * $0) : 7) } }
    let now = host.now().adding(milliseconds: milliseconds)
    host.now = { now }
    let ledger = Ledger(
      folder: LedgerFolder(path: folder),
      world: LedgerWorld(
        now: host.now, monotonicMilliseconds: host.monotonicMilliseconds, randomBytes: host.randomBytes,
        sleepMilliseconds: host.sleepMilliseconds))
    var usage = Usage()
    usage[.input] = 1_000
    usage[.output] = 100
    let facts = CallFacts(userID: "ada", source: "tool", model: "gpt-4o", usage: usage, timestamp: host.now())
    _ = try ledger.record(RecordRequest(facts: facts, keys: [])) { _ in
      AppliedPrice(provider: "", pricedAs: "", kind: .unpriced, cost: nil, catalogCost: nil, row: "")
    }
    try ledger.commit()
  }
}
