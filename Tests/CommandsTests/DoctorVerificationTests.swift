import JSON
import SQLite
import TestSupport
import Testing

@testable import Commands

/// `doctor --verify` and `doctor --repair`, and what a server tells by itself.
@Suite struct DoctorVerificationTests {
  @Test func `a ledger in order is verified`() throws {
    let (folder, world) = try Self.ledger()
    #expect(world.run("doctor", "--verify", "--data-dir", folder.path) == .success)
    let text = try #require(world.printed.first)
    #expect(text.contains("3 records give every total, counter and balance that the ledger holds"), "\(text)")
    #expect(World().run("doctor", "--verify", "--data-dir", "/none") == .success)
  }

  @Test func `wrong totals are trouble, named by verifying and mended by a repair`() throws {
    let (folder, world) = try Self.ledger("UPDATE day_total SET input = input + 7")
    #expect(world.run("doctor", "--data-dir", folder.path) == .failure)
    #expect(world.printed[0].contains("run: token-ledger doctor --verify"), "\(world.printed)")
    #expect(world.run("doctor", "--verify", "--json", "--data-dir", folder.path) == .badData)
    let checks = try JSONParser.parse(Array(world.printed[1].utf8)).array ?? []
    let finding = checks.compactMap(\.object).first { $0["check"] == "verify" }
    #expect(finding?["ok"] == false)
    #expect(finding?["finding"]?.string?.hasSuffix("input is 3,007, recomputed 3,000") == true, "\(checks)")
    #expect(world.run("doctor", "--repair", "--data-dir", folder.path) == .success)
    #expect(world.printed[2].contains("the files as they were are in \(folder.file("backups/before-repair-"))"))
    #expect(world.run("doctor", "--verify", "--data-dir", folder.path) == .success)
  }

  @Test func `a server tells of wrong totals once, behind its first answer`() throws {
    let (folder, world) = try Self.ledger("UPDATE quarter_total SET requests = requests + 1")
    let usage = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_usage","arguments":{}}}"#
    let lines = [ServeLoopTests.greeting + "\n" + usage + "\n", usage + "\n"]
    let channel = ListedChannel(lines.map { ChannelEvent.input(Array($0.utf8)[...]) })
    world.channel = channel
    #expect(world.run("serve", "--ingest", "none", "--data-dir", folder.path) == .success)
    #expect(channel.ids.count == 3)
    #expect(world.notes.count == 1, "\(world.notes)")
    #expect(world.notes.first?.contains("requests is 4, recomputed 3; run: token-ledger doctor --verify") == true)
  }

  private static func ledger(_ change: String? = nil) throws -> (TemporaryFolder, World) {
    let folder = try TemporaryFolder()
    let world = World()
    for number in 1...3 { try RepriceCommandTests.recordWithoutPrice(in: folder.path, world, random: number) }
    world.permissions[folder.file("ledger.db")] = 0o600
    if let change {
      try Connection(path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 0).execute(change)
    }
    return (folder, world)
  }
}
