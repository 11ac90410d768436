import CivilTime
import Foundation
import JSON
import Ledger
import Pricing
import TestSupport
import Testing

@testable import Commands

@Suite struct ArchiveCommandTests {
  /// A folder with a call of 200 days ago, one of 100 days ago and one of now.
  private static func ledger(_ world: World) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let host = world.host()
    let ledger = Ledger(
      folder: LedgerFolder(path: folder.path),
      world: LedgerWorld(
        now: host.now, monotonicMilliseconds: host.monotonicMilliseconds,
        randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
        sleepMilliseconds: host.sleepMilliseconds))
    for days in [200, 100, 0] as [Int64] {
      var usage = Usage()
      usage[.input] = 100
      usage[.image] = 1
      var facts = CallFacts(
        userID: "ada", source: "tool", model: "gpt-4o", usage: usage,
        timestamp: host.now().adding(milliseconds: -days * 86_400_000))
      facts.metadata = #"{"ticket": 7}"#
      _ = try ledger.record(
        RecordRequest(facts: facts, keys: [RecordKey(id: "call \(days)", source: "tool", part: 0)])
      ) { _ in
        AppliedPrice(
          provider: "openai", pricedAs: "gpt-4o", kind: .catalog, cost: Money(picodollars: 5), catalogCost: nil,
          row: "row")
      }
    }
    try ledger.commit()
    return folder
  }

  @Test func `records older than TOKEN_RETENTION_DAYS move, whole, and a dry run moves none`() throws {
    let world = World(environment: ["TOKEN_RETENTION_DAYS": "90"])
    let folder = try Self.ledger(world)
    #expect(world.run("archive", "--dry-run", "--data-dir", folder.path) == .success)
    #expect(
      world.printed.last?.contains("2 records of before 2026-08-20T00:00:00Z would move") == true, "\(world.printed)")
    #expect(try !folder.names().contains("archive"))
    #expect(world.run("archive", "--json", "--data-dir", folder.path) == .success)
    let answer = try JSONParser.parse(Array(try #require(world.printed.last).utf8)).object
    #expect(answer?["records"] == 2 && answer?["applied"] == true)
    #expect(answer?["months"] == [["month": "2026-05", "records": 1], ["month": "2026-08", "records": 1]])
    let line = try JSONParser.parse(try folder.read("archive/records-2026-05.jsonl").dropLast()).object
    #expect(line?["keys"] == [["namespace": "tool", "id": "call 200"]])
    #expect(line?["metadata"] == ["ticket": 7] && line?["meters"] == ["input": 100, "image": 1])
    #expect(world.run("archive", "--data-dir", folder.path) == .success)
    #expect(world.printed.last?.hasPrefix("No record of before") == true)
  }

  @Test func `without a day there is nothing to go by, and a day wins over the setting`() throws {
    let world = World()
    let folder = try Self.ledger(world)
    #expect(world.run("archive", "--data-dir", folder.path) == .usage)
    #expect(world.notes.last?.contains("TOKEN_RETENTION_DAYS") == true)
    #expect(world.run("archive", "--before", "yesterday", "--data-dir", folder.path) == .failure)
    world.environment["TOKEN_RETENTION_DAYS"] = "1000"
    #expect(world.run("archive", "--before", "2026-06-01", "--data-dir", folder.path) == .success)
    #expect(world.printed.last?.contains("1 record ") == true)
  }

  @Test func `where nothing can be compressed files stay plain, and it is said`() throws {
    let world = World(environment: ["TOKEN_ENABLE_COMPRESSION": "true"])
    let folder = try Self.ledger(world)
    #expect(world.run("archive", "--before", "2026-06-01", "--data-dir", folder.path) == .success)
    #expect(world.printed.last?.contains("warning: records-2026-05.jsonl stays as it is") == true)
    #expect(try folder.read("archive/records-2026-05.jsonl").count > 100)
  }
}
