import JSON
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
      (["timezon", "UTC"], "did you mean \"timezone\"?"), (["timezone", "Mars/Olympus"], "\"Mars/Olympus\" is not known"),
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
    #expect(world.run("reprice", "--prices", "/q", "--dry-run", "--data-dir", folder.path) == .success)
    #expect(world.run("reprice", "--prices", "/p", "--data-dir", folder.path) == .success)
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
