import JSON
import Ledger
import Server
import Service
import Testing

@testable import Commands

@Suite struct SettingTests {
  private static let config = "/data/config.json"
  private static let file = "/data/.env"

  private func settings(_ world: World, _ options: Options = Options(dataFolder: "/data")) throws
    -> ServiceSettings
  {
    try ServiceSettings(try SettingSources(options, world.host()), world.host())
  }

  @Test func `the environment wins over the file, the file over config.json`() throws {
    let world = World(
      files: [
        Self.file: "TOKEN_DAILY_LIMIT=2\nTOKEN_MONTHLY_LIMIT=20",
        Self.config: #"{"token_daily_limit": 3, "token_monthly_limit": 30, "token_per_minute_limit": 300}"#,
      ], environment: ["TOKEN_DAILY_LIMIT": "1", "TOKEN_MONTHLY_LIMIT": ""])
    let rules = try settings(world).limits.rules
    #expect(
      rules == [
        LimitRule(id: "TOKEN_DAILY_LIMIT", metric: .tokens, window: .day, limit: 1),
        LimitRule(id: "TOKEN_MONTHLY_LIMIT", metric: .tokens, window: .month, limit: 20),
        LimitRule(id: "TOKEN_PER_MINUTE_LIMIT", metric: .tokens, window: .minute, limit: 300),
      ])
  }

  @Test func `a named file takes the place of the one next to the ledger`() throws {
    let world = World(files: [Self.file: "TOKEN_DAILY_LIMIT=2", "/x/mine.env": "REQUESTS_PER_MINUTE_LIMIT=5"])
    let rules = try settings(world, Options(dataFolder: "/data", environmentFile: "/x/mine.env")).limits.rules
    #expect(
      rules == [LimitRule(id: "REQUESTS_PER_MINUTE_LIMIT", metric: .requests, window: .minute, limit: 5)])
  }

  @Test func `without settings nothing is limited and nothing falls back`() throws {
    let settings = try settings(World())
    #expect(settings.limits == LimitSettings(rules: [], warningBasisPoints: 8_000, alertBasisPoints: 9_000))
    #expect(settings.fallbackModel == nil && settings.prices == nil && settings.configured.isEmpty)
    #expect(settings.userName == "ada" && settings.machineName == "desk")
  }

  @Test func `zone and week belong to the ledger, not to a process`() throws {
    let world = World(
      files: [Self.config: #"{"token_ledger_timezone": "Asia/Seoul", "token_ledger_week_start": 7}"#],
      environment: ["TOKEN_LEDGER_TIMEZONE": "UTC", "TOKEN_LEDGER_WEEK_START": "3", "TZ": ":Europe/Berlin"])
    let settings = try settings(world)
    #expect(settings.configured == [.timezone: "Asia/Seoul", .weekStart: "7"])
    #expect(settings.environmentZone == "Europe/Berlin")
  }

  /// A value that is refused.
  struct BadValue: Sendable {
    let name: String
    let value: String
    let wanted: String
  }

  private static let share = "a share from 0 to 1 with at most four decimals"
  static let badValues = [
    BadValue(name: "TOKEN_DAILY_LIMIT", value: "many", wanted: "a whole number from 0 to"),
    BadValue(name: "TOKEN_DAILY_LIMIT", value: "-1", wanted: "a whole number from 0 to"),
    BadValue(name: "TOKEN_MONTHLY_LIMIT", value: "1.5", wanted: "a whole number from 0 to"),
    BadValue(name: "TOKEN_MONTHLY_LIMIT", value: "99999999999999999999", wanted: "a whole number from 0 to"),
    BadValue(name: "REQUESTS_PER_MINUTE_LIMIT", value: "1e400", wanted: "a whole number from 0 to"),
    BadValue(name: "TOKEN_WARNING_THRESHOLD", value: "80%", wanted: share),
    BadValue(name: "TOKEN_WARNING_THRESHOLD", value: "80", wanted: share),
    BadValue(name: "TOKEN_ALERT_THRESHOLD", value: "-0.1", wanted: share),
    BadValue(name: "TOKEN_ALERT_THRESHOLD", value: "0.123456", wanted: share),
    BadValue(name: "TOKEN_ALERT_THRESHOLD", value: "99999999999999999999999999999999999999", wanted: share),
    BadValue(name: "TOKEN_ALERT_THRESHOLD", value: "1e-400", wanted: share),
  ]

  @Test(arguments: badValues)
  func `a bad value is refused with its name, its place and what is accepted`(_ bad: BadValue) {
    let world = World(environment: [bad.name: bad.value])
    #expect(world.run("serve", "--data-dir", "/data") == .badData)
    let note = world.notes.first ?? ""
    #expect(
      note.hasPrefix("token-ledger: \(bad.name) is \"\(bad.value)\" in the environment; give \(bad.wanted)"))
  }

  @Test(arguments: [
    ("0", 0), ("1", 10_000), ("0.8", 8_000), ("0.8500", 8_500), ("0.0001", 1), ("8e-1", 8_000),
  ])
  func `a share is read exactly`(_ text: String, _ points: Int64) throws {
    let world = World(environment: ["TOKEN_WARNING_THRESHOLD": text, "TOKEN_ALERT_THRESHOLD": "1"])
    #expect(try settings(world).limits.warningBasisPoints == points)
  }

  @Test func `a warning that comes after the alert is refused`() {
    let world = World(environment: ["TOKEN_WARNING_THRESHOLD": "0.95"])
    #expect(world.run("serve", "--data-dir", "/data") == .badData)
    #expect(world.notes.first?.contains("TOKEN_WARNING_THRESHOLD lies above TOKEN_ALERT_THRESHOLD") == true)
  }

  @Test(arguments: [
    ("{", "/data/config.json is not JSON (byte 1)"),
    (#"{"token_daly_limit": 1}"#, "token_daily_limit"),
    (#"{"token_daily_limit": "1"}"#, "token_daily_limit"),
    (#"{"token_ledger_week_start": 8}"#, "token_ledger_week_start"),
    ("[]", "/data/config.json"),
  ])
  func `a faulty config.json is refused with what is wrong`(_ text: String, _ named: String) {
    let world = World(files: [Self.config: text])
    #expect(world.run("summary", "--data-dir", "/data") == .badData)
    #expect(world.notes.first?.contains(named) == true, "\(world.notes)")
  }

  @Test(arguments: ["config.json", ".env"])
  func `a file of settings that cannot be read does not count as none`(_ name: String) {
    let world = World()
    world.permissions["/data/\(name)"] = 0o000
    #expect(world.run("serve", "--data-dir", "/data") == .inputOutput)
    #expect(world.notes.first?.contains("/data/\(name) cannot be read") == true)
  }

  /// Limits are a list there, and no setting of the environment.
  @Test func `config.json takes what its schema lists, under the names of the settings`() throws {
    let bytes = try #require(EmbeddedFiles.bytes(of: ConfigFile.schemaPath))
    let keys = try JSONParser.parse(bytes).object?["properties"]?.object?.keys.filter {
      !["$schema", "token_ledger_limits"].contains($0)
    }
    let names = SettingList.all.map { $0.name.lowercased() }.filter { $0 != "token_monitor_data_dir" }
    #expect(keys == names)
  }
}

extension Options {
  fileprivate init(dataFolder: String?, environmentFile: String? = nil) {
    self.init()
    self.dataFolder = dataFolder
    self.environmentFile = environmentFile
  }
}
