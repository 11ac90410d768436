import Foundation
import JSON
import Ledger
import MCP
import Pricing
import SQLite
import Server
import Service
import TestSupport
import Testing

@testable import Commands

@Suite struct SettingCommandTests {
  @Test func `the settings of a ledger are listed and changed`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    #expect(world.run("settings", "list", "--data-dir", folder.path) == .success)
    #expect(
      world.printed.last == """
        name            value  set by     at                    user
        timezone        UTC    first use  2026-11-18T11:06:40Z  ada
        week_start      1      first use  2026-11-18T11:06:40Z  ada
        fallback_model  none
        prices          none
        """)
    #expect(world.run("settings", "set", "week-start", "Sunday", "--data-dir", folder.path) == .success)
    #expect(world.printed.last == "week_start is 7; it was 1.")
    #expect(world.run("settings", "set", "fallback_model", "gpt-4o", "--json", "--data-dir", folder.path) == .success)
    #expect(world.printed.last == #"{"name":"fallback_model","value":"gpt-4o"}"#)
    #expect(world.run("settings", "list", "--json", "--data-dir", folder.path) == .success)
    let rows = try JSONParser.parse(Array((world.printed.last ?? "").utf8)).array
    #expect(rows?.compactMap { $0.object?["value"]?.string } == ["UTC", "7", "gpt-4o"])
    #expect(rows?.compactMap { $0.object?["set_by"]?.string } == ["first_use", "command", "command"])
  }

  @Test func `a name or value that there is not is refused with what there is`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    for (words, message) in [
      (["timezon", "UTC"], "did you mean \"timezone\"?"),
      (["timezone", "Mars/Olympus"], "\"Mars/Olympus\" is not known"),
      (["fallback_model", "gpt-4p"], "is not in the price catalog"),
    ] {
      #expect(CommandLineProgram.run(world.host(["settings", "set", "--data-dir", folder.path] + words)) == .failure)
      #expect(world.notes.last?.contains(message) == true, "\(world.notes)")
    }
    #expect(world.run("settings", "set", "prices", "/nowhere", "--data-dir", folder.path) == .inputOutput)
    #expect(world.run("settings", "set", "timezone", "--data-dir", folder.path) == .usage)
  }

  @Test func `repricing refuses prices other than the ledger's, but a dry run shows them`() throws {
    let folder = try TemporaryFolder()
    let world = World(files: ["/p/one.json": "{}", "/q/two.json": "{}"])
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world)
    #expect(world.run("settings", "set", "prices", "/p", "--data-dir", folder.path) == .success)
    #expect(world.run("reprice", "--prices", "/q", "--data-dir", folder.path) == .failure)
    #expect(world.notes.last?.contains("settings set prices /q") == true, "\(world.notes)")
    world.files["/q and r/three.json"] = "{}"
    #expect(world.run("reprice", "--prices", "/q and r", "--data-dir", folder.path) == .failure)
    #expect(world.notes.last?.contains("settings set prices '/q and r'\" to") == true, "\(world.notes)")
    #expect(world.run("reprice", "--prices", "/q", "--dry-run", "--data-dir", folder.path) == .success)
    #expect(world.run("reprice", "--prices", "/p", "--data-dir", folder.path) == .success)
  }

  @Test func `repricing tells that its prices have become the ledger's, once`() throws {
    let folder = try TemporaryFolder()
    let world = World(files: ["/q/openai.json": PriceCommandTests.mine])
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world)
    #expect(world.run("reprice", "--prices", "/q", "--dry-run", "--data-dir", folder.path) == .success)
    #expect(world.notes == [])
    for _ in 1...2 { #expect(world.run("reprice", "--prices", "/q", "--data-dir", folder.path) == .success) }
    #expect(
      world.notes.count == 1 && world.notes.first?.contains("\"/q\" is now the ledger's own prices") == true,
      "\(world.notes)")
  }

  @Test func `the doctor writes no settings, even where a limit names a model`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world)
    world.permissions[folder.file("ledger.db")] = 0o600
    world.files[folder.path + "/config.json"] =
      #"{"token_ledger_limits": [{"scope": "model=gpt-4o", "metric": "tokens", "window": "day", "limit": 100}]}"#
    #expect(world.run("doctor", "--data-dir", folder.path) == .success)
    let ledger = Ledger(
      folder: LedgerFolder(path: folder.path),
      world: LedgerWorld(
        now: world.host().now, monotonicMilliseconds: { 0 }, randomBytes: world.host().randomBytes,
        sleepMilliseconds: { _ in }))
    let held = try ledger.settings()
    #expect(LedgerSetting.allCases.allSatisfy { held[$0] == nil })
  }

  @Test func `prices that the ledger could not name for once are looked for again by the next call`() throws {
    let folder = try TemporaryFolder()
    let world = World(files: ["/q/openai.json": PriceCommandTests.mine])
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world)
    #expect(world.run("settings", "set", "prices", "/q", "--data-dir", folder.path) == .success)
    try Connection(path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 0)
      .vacuumInto(path: folder.file("copy.db"))
    let whole = try folder.read("copy.db")
    for name in ["ledger.db-wal", "ledger.db-shm"] where FileManager.default.fileExists(atPath: folder.file(name)) {
      try FileManager.default.removeItem(atPath: folder.file(name))
    }
    try folder.write(Array("nonsense, and not a ledger".utf8), to: "ledger.db")
    let options = try OptionParser(command: .serve).parse(["--data-dir", folder.path])
    let service = try ServiceBuilder.service(options, world.host(), entersPrices: true)
    let estimate = LedgerServer.make(service) { _ in }.tools.first { $0.declaration.name == "estimate_cost" }
    func answer() throws -> String {
      guard case .finished(let answer)? = try estimate?.call(["model": "gpt-4o", "input_tokens": 1_000_000]) else {
        return ""
      }
      return JSONWriter.string(.object(answer))
    }
    let before = try answer()
    #expect(before.contains("\"amount\":2.5"), "\(before)")
    try folder.write(whole, to: "ledger.db")
    let again = try answer()
    #expect(again.contains("\"amount\":9"), "\(again)")
  }

  @Test func `a server says once that its fallback model is not the ledger's`() throws {
    let folder = try TemporaryFolder()
    let world = World(environment: ["TOKEN_LEDGER_FALLBACK_MODEL": "gpt-4.1"])
    #expect(world.run("settings", "set", "fallback_model", "GPT-4o", "--data-dir", folder.path) == .success)
    world.channel = PingChannel()
    #expect(world.run("serve", "--data-dir", folder.path) == .success)
    #expect(world.notes.filter { $0.contains("settings set fallback_model gpt-4.1") }.count == 1, "\(world.notes)")
    world.environment["TOKEN_LEDGER_FALLBACK_MODEL"] = "openai/GPT-4o"
    world.channel = PingChannel()
    #expect(world.run("serve", "--data-dir", folder.path) == .success)
    #expect(world.notes.count == 1, "\(world.notes)")
  }

  @Test func `a path of prices that is not there does not become the ledger's`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world)
    #expect(world.run("reprice", "--prices", "/nowhere", "--data-dir", folder.path) == .success)
    #expect(world.run("settings", "list", "--json", "--data-dir", folder.path) == .success)
    #expect(world.printed.last?.contains("/nowhere") == false)
  }

  @Test func `the doctor shows the ledger's zone, and what its environment says in vain`() throws {
    let folder = try TemporaryFolder()
    let world = World(environment: ["TZ": "Asia/Seoul"])
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world)
    world.permissions[folder.file("ledger.db")] = 0o600
    #expect(world.run("settings", "set", "timezone", "Europe/Berlin", "--data-dir", folder.path) == .success)
    #expect(world.run("doctor", "--data-dir", folder.path) == .success)
    #expect(world.printed.last?.contains("Europe/Berlin, weeks begin on Monday") == true)
    #expect(world.run("settings", "set", "fallback_model", "gpt-4o", "--data-dir", folder.path) == .success)
    world.environment["TOKEN_LEDGER_FALLBACK_MODEL"] = "gpt-4.1"
    #expect(world.run("doctor", "--data-dir", folder.path) == .failure)
    #expect(world.printed.last?.contains("settings set fallback_model gpt-4.1") == true)
  }
}

/// A client that says two things and goes.
private final class PingChannel: ProtocolChannel {
  private var left = 2

  func wait(milliseconds: Int32, takesInput: Bool) -> ChannelEvent {
    left -= 1
    return left < 0 ? .end : .input(Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n".utf8)[...])
  }

  var hasRoom: Bool { true }

  func flush() {}

  func write(_ bytes: [UInt8]) -> Bool { true }
}
