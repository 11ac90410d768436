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

  @Test func `a clock behind the ledger's newest entry is trouble`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world, after: 3_600_000)
    world.permissions[folder.file("ledger.db")] = 0o600
    #expect(world.run("doctor", "--data-dir", folder.path) == .failure)
    #expect(world.printed.first?.contains("3,600 seconds ahead of the clock") == true)
  }

  @Test func `exchange rates are shown, and a faulty file of them is trouble with its place`() {
    let good = World(files: [
      "/data/exchange.json": #"{"format": 1, "base": "USD", "rates": {"2026-11-02": {"VND": "26000"}}}"#
    ])
    #expect(good.run("doctor", "--data-dir", "/data") == .success)
    #expect(good.printed.first?.contains("CNY, EUR, GBP, INR, JPY, KRW, VND; the newest of 2026-11-02") == true)
    let bad = World(files: [
      "/data/exchange.json": #"{"format": 1, "base": "USD", "rates": {"2026-02-30": {"VND": "26000"}}}"#
    ])
    #expect(bad.run("doctor", "--data-dir", "/data") == .failure)
    let text = bad.printed.first ?? ""
    #expect(text.contains("CNY, EUR, GBP, INR, JPY, KRW; the newest of 2026-10-30"))
    #expect(text.contains("/data/exchange.json are not used: /rates/2026-02-30: is no day of the calendar"))
    #expect(bad.notes.isEmpty)
  }

  @Test func `a zone that cannot be read is trouble`() {
    let world = World(files: ["/data/config.json": #"{"token_ledger_timezone": "Mars/Olympus"}"#])
    #expect(world.run("doctor", "--data-dir", "/data") == .failure)
    #expect(world.printed.first?.contains("Mars/Olympus cannot be read on this machine") == true)
  }

  @Test(arguments: [
    ("{", "is not JSON (byte 1)"), (#"{"token_daily_limt": 1}"#, "did you mean `token_daily_limit`?"),
    (#"{"token_daily_limit": -1}"#, "must be at least 0"), ("[]", "must be an object"),
    (#"{"token_ledger_week_start": 8}"#, "must be at most 7"),
  ])
  func `faulty settings are a finding, and the hosts are looked at all the same`(
    _ config: String, _ finding: String
  ) {
    let world = World(files: ["/data/config.json": config])
    #expect(world.run("doctor", "--data-dir", "/data") == .failure)
    let text = world.printed.first ?? ""
    #expect(
      text.contains("TROUBLE") && text.contains("/data/config.json") && text.contains(finding), "\(text)")
    #expect(text.contains("Claude Code") && text.contains("SQLite"))
    #expect(world.notes.isEmpty)
  }

  @Test func `a bad limit and a missing file of settings are findings`() {
    let world = World(environment: ["TOKEN_DAILY_LIMIT": "many"])
    #expect(world.run("doctor") == .failure)
    #expect(world.printed.first?.contains("TOKEN_DAILY_LIMIT is \"many\" in the environment") == true)
    #expect(World().run("doctor", "--env-file", "/none") == .failure)
  }

  @Test func `the model whose price is applied to unknown ones must be known`() {
    let good = World(environment: ["TOKEN_LEDGER_FALLBACK_MODEL": "gpt-4o"])
    #expect(good.run("doctor") == .success)
    #expect(good.printed.first?.contains("that of openai/gpt-4o") == true)
    let bad = World(environment: ["TOKEN_LEDGER_FALLBACK_MODEL": "gpt-4p"])
    #expect(bad.run("doctor") == .failure)
    #expect(bad.printed.first?.contains("fallback_model is \"gpt-4p\"") == true)
  }

  @Test func `a ledger of another kind is trouble and left as it is`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("minutes of the meeting", to: "ledger.db")
    let world = World(files: [path: ""])
    #expect(world.run("doctor", "--data-dir", folder.path) == .failure)
    #expect(world.printed.first?.contains("is not a TokenLedger file and was left untouched") == true)
    #expect(try folder.read("ledger.db") == Array("minutes of the meeting".utf8))
  }
}
