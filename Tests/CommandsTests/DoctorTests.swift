import JSON
import TestSupport
import Testing

@testable import Commands

@Suite struct DoctorTests {
  @Test func `a machine where nothing has happened yet is in order`() throws {
    let world = World(environment: ["TOKEN_DAILY_LIMIT": "2000000"])
    #expect(world.run("doctor") == .success)
    let text = try #require(world.printed.first)
    #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("ok ") })
    #expect(text.contains("/home/ada/.local/share/token-ledger/ledger.db will be made when first used"))
    #expect(text.contains("TOKEN_DAILY_LIMIT: 2,000,000 tokens per day"))
  }

  @Test func `the same is there as JSON`() throws {
    let world = World()
    #expect(world.run("doctor", "--json") == .success)
    let checks = try JSONParser.parse(Array(try #require(world.printed.first).utf8)).array ?? []
    #expect(checks.count > 6)
    #expect(checks.allSatisfy { $0.object?.keys == ["check", "ok", "finding"] })
  }

  @Test func `a ledger that others can read is trouble, and ends with 1`() {
    let world = World()
    world.permissions["/data/ledger.db"] = 0o644
    #expect(world.run("doctor", "--data-dir", "/data") == .failure)
    #expect(world.printed.first?.contains("run: chmod 600 \"/data/ledger.db\"") == true)
  }

  @Test func `a zone that cannot be read is trouble`() {
    let world = World(files: ["/data/config.json": #"{"token_ledger_timezone": "Mars/Olympus"}"#])
    #expect(world.run("doctor", "--data-dir", "/data") == .failure)
    #expect(world.printed.first?.contains("Mars/Olympus cannot be read on this machine") == true)
  }
}
