import CivilTime
import JSON
import JSONSchema
import Ledger
import Pricing
import Server
import Service
import TestSupport
import Testing

@testable import Commands

@Suite struct AdjustCommandTests {
  /// A folder with one priced call, and the call's id.
  private static func ledger(
    _ world: World, cost: Money? = Money(picodollars: 250_000_000)
  ) throws -> (folder: TemporaryFolder, id: String) {
    let folder = try TemporaryFolder()
    let host = world.host()
    let ledger = Ledger(
      folder: LedgerFolder(path: folder.path),
      world: LedgerWorld(
        now: host.now, monotonicMilliseconds: host.monotonicMilliseconds, randomBytes: host.randomBytes,
        sleepMilliseconds: host.sleepMilliseconds))
    var usage = Usage()
    usage[.input] = 100
    let facts = CallFacts(userID: "ada", source: "tool", model: "gpt-4o", usage: usage, timestamp: host.now())
    let call = try ledger.record(RecordRequest(facts: facts, keys: [])) { _ in
      AppliedPrice(
        provider: "openai", pricedAs: "gpt-4o", kind: cost == nil ? .unpriced : .catalog, cost: cost, catalogCost: nil,
        row: "openai/gpt-4o")
    }
    try ledger.commit()
    return (folder, call.record.id.description)
  }

  @Test func `a correction is shown with who, why, before and after, and reaches the totals`() throws {
    let world = World()
    let (folder, id) = try Self.ledger(world)
    let beginning = String(id.prefix(6)).uppercased()
    let words = ["adjust", beginning, "--cost-usd", "0.0001", "--input-tokens", "40", "--reason", "refund"]
    #expect(CommandLineProgram.run(world.host(words + ["--data-dir", folder.path])) == .success)
    #expect(world.printed.last?.contains("ada: refund") == true, "\(world.printed) \(world.notes)")
    #expect(world.printed.last?.contains("cost_usd: 0.00025 -> 0.0001") == true)
    #expect(CommandLineProgram.run(world.host(words + ["--data-dir", folder.path])) == .success)
    #expect(world.printed.last?.contains("nothing was entered") == true)
    #expect(world.run("adjust", "--list", id, "--json", "--data-dir", folder.path) == .success)
    let answer = try JSONParser.parse(Array(try #require(world.printed.last).utf8)).object
    #expect(answer?["adjustments"]?.array?.count == 1)
    #expect(
      answer?["tokens"]?.object?["input"] == 100 && answer?["cost"]?.object?["amount"]?.number?.lexeme == "0.00025")
    let corrected = answer?["corrected"]?.object
    #expect(
      corrected?["tokens"]?.object?["input"] == 40 && corrected?["cost"]?.object?["amount"]?.number?.lexeme == "0.0001")
    #expect(world.run("summary", "--json", "--period", "all", "--data-dir", folder.path) == .success)
    let summary = try JSONParser.parse(Array(try #require(world.printed.last).utf8)).object
    #expect(summary?["totals"]?.object?["tokens"]?.object?["input"] == 40)
  }

  @Test func `corrected tokens of a call without a price have no amount`() throws {
    let world = World()
    let (folder, id) = try Self.ledger(world, cost: nil)
    let words = ["adjust", id, "--input-tokens", "40", "--reason", "miscounted", "--json", "--data-dir", folder.path]
    #expect(CommandLineProgram.run(world.host(words)) == .success)
    let answer = try JSONParser.parse(Array(try #require(world.printed.last).utf8)).object
    let corrected = try #require(answer?["corrected"]?.object)
    #expect(corrected["tokens"]?.object?["input"] == 40 && corrected["cost"]?.object?["amount"] == nil)
  }

  @Test(arguments: [
    ["adjust"], ["adjust", "0707070707"], ["adjust", "0707070707", "--cost-usd", "1"],
    ["adjust", "0707070707", "--reason", "x"], ["adjust", "0707070707", "--list", "--cost-usd", "1", "--reason", "x"],
    ["adjust", "0707070707", "--cost-usd", "-1", "--reason", "x"],
    ["adjust", "0707070707", "--input-tokens", "1.5", "--reason", "x"],
  ])
  func `what is not a correction is refused with what is missing`(_ words: [String]) throws {
    let world = World()
    let (folder, _) = try Self.ledger(world)
    #expect(CommandLineProgram.run(world.host(words + ["--data-dir", folder.path])) == .usage)
    #expect(world.notes.count == 1)
  }

  @Test func `a record that is not there, or named too shortly, is a failure with what to do`() throws {
    let world = World()
    let (folder, _) = try Self.ledger(world)
    for (name, part) in [("ffffff", "No record's id begins"), ("0707", "at least 6 digits")] {
      #expect(world.run("adjust", name, "--input-tokens", "1", "--reason", "x", "--data-dir", folder.path) == .failure)
      #expect(world.notes.last?.contains(part) == true)
    }
  }

  @Test func `an archived line with corrections is a record by its schema`() throws {
    let world = World()
    let (folder, id) = try Self.ledger(world)
    #expect(world.run("adjust", id, "--cost-usd", "0.5", "--reason", "x", "--data-dir", folder.path) == .success)
    let host = world.host()
    let service = try ServiceBuilder.service(Options.at(folder.path), Self.later(host))
    _ = try Archiving(service).step(before: Instant("2027-01-01T00:00:00Z"))
    let line = try JSONParser.parse(try folder.read("archive/records-2026-11.jsonl").dropLast())
    let bytes = try #require(EmbeddedFiles.bytes(of: "record.schema.json"))
    #expect(try Schema(try JSONParser.parse(bytes)).violations(in: line).isEmpty)
    #expect(line.object?["adjustments"]?.array?.count == 1)
  }

  /// The same world two days later.
  private static func later(_ host: Commands.Host) -> Commands.Host {
    var host = host
    let now = host.now()
    host.now = { now.adding(milliseconds: 2 * 86_400_000) }
    return host
  }
}

extension Options {
  fileprivate static func at(_ folder: String) -> Options {
    var options = Options()
    options.dataFolder = folder
    return options
  }
}

extension Instant {
  fileprivate init(_ text: String) {
    guard let instant = Instant(rfc3339: text) else { preconditionFailure("no time: \(text)") }
    self = instant
  }
}
