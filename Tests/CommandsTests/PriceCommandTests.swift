import JSON
import Synchronization
import Testing

@testable import Commands

@Suite struct PriceCommandTests {
  static let mine = """
    {"format": 1, "provider": "openai", "name": "OpenAI", "currency": "USD", "models": [
     {"id": "gpt-4o", "kind": "chat", "modalities": {"input": ["text"], "output": ["text"]},
      "prices": [{"effective_until": "2026-01-01", "tokens": {"input": "3", "output": "12"}},
       {"effective_from": "2026-01-01", "tokens": {"input": "9", "output": "99"},
        "overrides": [{"when": {"service": "batch"}, "tokens": {"input": "4.5"}}],
        "multipliers": [{"when": {"region": "eu"}, "factor": "1.1"}]}],
      "lifecycle": {"status": "active"}, "source": ["me"], "last_verified": "2026-11-20"}]}
    """

  @Test func `the history of a price is shown, newest first`() throws {
    let world = World(files: ["/home/ada/.local/share/token-ledger/prices/openai.json": Self.mine])
    #expect(world.run("prices", "show", "gpt-4o") == .success)
    let lines = world.printed[0].split(separator: "\n").map(String.init)
    #expect(lines[0] == "openai/gpt-4o  gpt-4o")
    let from = try #require(lines.firstIndex(of: "from 2026-01-01 until further notice  (now)"))
    let until = try #require(lines.firstIndex(of: "from the beginning until 2026-01-01"))
    #expect(from < until)
    #expect(lines.contains("             input       9 per million"))
    #expect(lines.contains("  batch      input       4.5 per million"))
    #expect(lines.contains("  region:eu  all tokens  times 1.1"))
  }

  @Test func `prices come from the flag, the environment or the data folder`() throws {
    let environment = ["TOKEN_LEDGER_PRICES": "/b.json"]
    let file = { (input: String) in Self.mine.replacing("\"9\"", with: "\"\(input)\"") }
    let world = World(
      files: ["/a/x.json": file("1"), "/b.json": file("2"), "/d/prices/x.json": file("3")], environment: environment)
    _ = world.run("prices", "show", "gpt-4o", "--json", "--prices", "/a", "--data-dir", "/d")
    _ = world.run("prices", "show", "gpt-4o", "--json", "--data-dir", "/d")
    world.environment = [:]
    _ = world.run("prices", "--data-dir", "/d", "show", "gpt-4o", "--json")
    let inputs = try world.printed.map { text in
      let current = try JSONParser.parse(Array(text.utf8)).object?["prices"]?.array?.last
      return current?.object?["per_million_tokens"]?.object?["input"]
    }
    #expect(inputs == [1, 2, 3])
  }

  @Test func `a faulty file is noted once with the place of its fault, and the rest goes on`() {
    let bad = Self.mine.replacing("\"9\"", with: "true")
    let world = World(files: ["/p/bad.json": bad, "/p/good.json": Self.mine.replacing("gpt-4o", with: "gpt-4o-mini")])
    #expect(world.run("prices", "show", "gpt-4o-mini", "--prices", "/p") == .success)
    #expect(
      world.notes == [
        "token-ledger: the price file /p/bad.json is not used: "
          + "/models/0/prices/1/tokens/input: must be a text or a number, not true or false"
      ])
    #expect(world.run("doctor", "--prices", "/p") == .failure)
    #expect(world.printed.last?.contains("TROUBLE  own prices") == true)
    #expect(world.notes.count == 1)
  }

  @Test func `a chosen path that is not there is noted`() {
    let world = World()
    #expect(world.run("prices", "show", "gpt-4o", "--prices", "/none") == .success)
    #expect(world.notes.first?.contains("/none is not used: it cannot be read") == true)
  }

  @Test(arguments: [
    (mine, Commands.ExitStatus.success, "in order"), ("{", .badData, "it is not JSON (byte 1)"),
    (mine.replacing("\"openai\"", with: "\"Open AI\""), .badData, "/provider: must match"),
    (mine.replacing("\"me\"", with: ""), .badData, "/models/0/source: has 0 items"),
    (mine.replacing("\"12\"", with: "12.0"), .success, "in order"),
    (mine.replacing("\"12\"", with: "\"12.\""), .badData, "/models/0/prices/0/tokens/output: must match"),
    (mine.replacing("\"2026-01-01\"", with: "\"2026-13-01\""), .badData, "/models/0: `effective_until`"),
    (
      mine.replacing("effective_from\": \"2026", with: "effective_from\": \"2025"), .badData,
      "/models/0/prices/1: begins before the period above it ends"
    ),
    (mine.replacing("\"kind\": \"chat\",", with: ""), .badData, "/models/0: the member `kind` is missing"),
    (mine.replacing("\"99\"", with: "\"1\(String(repeating: "0", count: 30))\""), .badData, "/models/0: `output`"),
  ])
  func `check tells the place of a fault`(contents: String, status: Commands.ExitStatus, text: String) {
    let world = World(files: ["/work/f.json": contents])
    #expect(world.run("prices", "check", "f.json") == status)
    #expect(world.printed.first?.hasPrefix("/work/f.json: ") == true)
    #expect(world.printed.first?.contains(text) == true, "\(world.printed)")
  }

  @Test func `check tells which names do not lead to their model by themselves`() throws {
    let acme = Self.mine.replacing("\"provider\": \"openai\"", with: "\"provider\": \"acme\"")
    let world = World(files: ["/work/f.json": acme, "/work/g.json": acme.replacing("gpt-4o", with: "rocket")])
    #expect(world.run("prices", "check", "f.json") == .success)
    #expect(
      world.printed[0] == "/work/f.json: in order\nnote: \"gpt-4o\" alone means openai/gpt-4o; give \"acme/gpt-4o\"")
    #expect(world.run("prices", "check", "g.json") == .success)
    #expect(world.printed[1] == "/work/g.json: in order")
    _ = world.run("prices", "check", "f.json", "--json")
    let hidden = try JSONParser.parse(Array(world.printed[2].utf8)).object?["hidden"]
    #expect(hidden == [["name": "gpt-4o", "found_as": "acme/gpt-4o", "means": "openai/gpt-4o"]])
  }

  @Test func `check counts in the other files that lie over the built-in prices`() {
    let acme = Self.mine.replacing("\"provider\": \"openai\"", with: "\"provider\": \"acme\"").replacing(
      "gpt-4o", with: "rocket")
    let bolt = acme.replacing("acme", with: "bolt")
    let world = World(files: ["/d/prices/acme.json": acme, "/d/prices/bolt.json": bolt])
    for path in ["/d/prices/bolt.json", "/d/prices/acme.json"] {
      #expect(world.run("prices", "check", path, "--data-dir", "/d") == .success)
    }
    #expect(
      world.printed[0].contains("note: \"rocket\" alone leads to no model; give \"bolt/rocket\""), "\(world.printed)")
    #expect(world.printed[1].contains("give \"acme/rocket\""), "\(world.printed)")
  }

  @Test func `check of a file that is not there ends with 74`() {
    #expect(World().run("prices", "check", "f.json") == .inputOutput)
  }

  @Test func `the list shows a provider's models, as lines or JSON`() throws {
    let world = World()
    #expect(world.run("prices", "list", "--provider", "claude") == .success)
    #expect(world.run("prices", "list", "--json") == .success)
    #expect(world.run("prices", "list", "--provider", "antropic") == .failure)
    #expect(world.printed[0].split(separator: "\n").dropFirst().dropLast().allSatisfy { $0.hasPrefix("anthropic") })
    #expect(try JSONParser.parse(Array(world.printed[1].utf8)).array?.count == 2_592)
    #expect(world.notes.first?.contains("did you mean \"anthropic\"?") == true)
  }

  @Test func `an unknown name is answered with the nearest`() {
    let world = World()
    #expect(world.run("prices", "show", "gtp-4o") == .failure)
    #expect(world.notes.first?.contains("near are gpt-4o") == true)
  }
}

@Suite struct PriceImportCommandTests {
  static let litellm = """
    {"gpt-4o": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 3e-06,
      "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-06},
     "gpt-new": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-06},
     "hourly": {"litellm_provider": "bedrock", "mode": "chat", "cost_per_second": 0.01}}
    """

  @Test func `import writes files that are read without any setting, under the user's own`() throws {
    let world = World(files: ["/work/l.json": Self.litellm])
    #expect(world.run("prices", "import", "l.json", "--data-dir", "/d") == .success)
    #expect(world.printed[0].contains("left out  hourly: its price is of a kind"))
    #expect(world.printed[0].contains("2 of 3 models of litellm (66.66 %) taken over into 1 file in /d/prices"))
    let written = world.written.byPath.withLock { $0 }
    #expect(Array(written.keys) == ["/d/prices/00-imported-openai.json"])
    world.files.merge(written) { $1 }
    world.files["/d/prices/mine.json"] = PriceCommandTests.mine
    #expect(world.run("prices", "check", "/d/prices/00-imported-openai.json") == .success)
    #expect(world.run("prices", "show", "gpt-new", "--data-dir", "/d") == .success)
    #expect(world.run("prices", "show", "gpt-4o", "--data-dir", "/d") == .success)
    #expect(world.printed[2].contains("input  1 per million"))
    #expect(world.printed[3].contains("9 per million"))
    #expect(world.notes.isEmpty)
  }

  static let earlier = [
    "/d/prices/00-imported-openai.json": "old openai", "/d/prices/00-imported-zeta.json": "old zeta",
    "/d/prices/mine.json": PriceCommandTests.mine,
  ]

  private static func prices(_ world: World) -> [String: String] {
    let host = world.host()
    var found: [String: String] = [:]
    for name in host.listFolder("/d/prices") ?? [] {
      found["/d/prices/" + name] = String(decoding: host.readFile("/d/prices/" + name) ?? [], as: UTF8.self)
    }
    return found
  }

  @Test func `files of an earlier import of another source go, and the user's own stay`() throws {
    let world = World(files: Self.earlier.merging(["/work/l.json": Self.litellm]) { $1 })
    #expect(world.run("prices", "import", "l.json", "--data-dir", "/d") == .success)
    #expect(world.printed[0].contains("removed of earlier imports: 00-imported-zeta.json"))
    let found = Self.prices(world)
    #expect(found.keys.sorted() == ["/d/prices/00-imported-openai.json", "/d/prices/mine.json"])
    #expect(found["/d/prices/00-imported-openai.json"]?.contains("gpt-new") == true)
  }

  @Test(arguments: [
    "/d/prices/00-imported-openai.json.new", "/d/prices/00-imported-anthropic.json.new",
    "/d/prices/00-imported-openai.json", "/d/prices/00-imported-anthropic.json", "/d/prices/00-imported-zeta.json",
  ])
  func `an import that cannot be finished changes nothing`(path: String) throws {
    let two =
      Self.litellm.dropLast()
      + #", "claude-x": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 1e-06}}"#
    let world = World(files: Self.earlier.merging(["/work/l.json": String(two)]) { $1 })
    world.written.faults.withLock { $0[path] = "No space left on device" }
    #expect(world.run("prices", "import", "l.json", "--data-dir", "/d") == .inputOutput)
    #expect(world.notes.last?.contains("No space left on device") == true)
    #expect(Self.prices(world) == Self.earlier)
  }

  @Test func `a faulty price keeps the whole import out`() throws {
    let faulty =
      Self.litellm.dropLast()
      + #", "": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 1e-06}}"#
    let world = World(files: Self.earlier.merging(["/work/l.json": String(faulty)]) { $1 })
    #expect(world.run("prices", "import", "l.json", "--data-dir", "/d") == .badData)
    #expect(
      world.notes.last?.contains("the prices of anthropic would be faulty, so nothing was taken over: /models/0/id")
        == true)
    #expect(Self.prices(world) == Self.earlier)
  }

  @Test func `import can report as JSON and write elsewhere`() throws {
    let world = World(files: ["/work/l.json": Self.litellm])
    #expect(world.run("prices", "import", "l.json", "--output", "here", "--json") == .success)
    let report = try JSONParser.parse(Array(world.printed[0].utf8)).object
    #expect(report?["models"] == 3)
    #expect(report?["taken_over"] == 2)
    #expect(report?["left_out"]?.array?.first?.object?["model"] == "hourly")
    #expect(world.written.byPath.withLock { $0.keys.first } == "/work/here/00-imported-openai.json")
  }

  @Test(arguments: [("{", Commands.ExitStatus.badData), ("{}", .badData), ("[1]", .badData)])
  func `a file of no known kind is bad data`(text: String, status: Commands.ExitStatus) {
    let world = World(files: ["/work/l.json": text])
    #expect(world.run("prices", "import", "l.json") == status)
    #expect(world.run("prices", "diff", "l.json") == status)
    #expect(world.run("prices", "diff", "none.json") == .inputOutput)
  }

  @Test func `diff names what is added, what is missing, and old and new prices`() throws {
    let world = World(files: ["/work/l.json": Self.litellm, "/work/mine.json": PriceCommandTests.mine])
    #expect(world.run("prices", "diff", "l.json") == .success)
    let lines = world.printed[0].split(separator: "\n").map(String.init)
    #expect(lines.contains("+ openai/gpt-new"))
    #expect(lines.contains("- openai/gpt-4o-mini"))
    #expect(lines.contains("~ openai/gpt-4o  input  2.5 per million -> 3 per million"))
    #expect(!lines.contains { $0.contains("gpt-4o  cache_read") || $0.contains("gpt-4o  output") })
    #expect(world.run("prices", "diff", "mine.json", "--json") == .success)
    let json = try JSONParser.parse(Array(world.printed[1].utf8)).object
    #expect(
      json?["changed"]?.array?.contains([
        "model": "openai/gpt-4o", "what": "output", "old": "10 per million", "new": "99 per million",
      ]) == true)
  }

  @Test func `the same price written otherwise is no change`() {
    let file = """
      {"whisper-1": {"litellm_provider": "openai", "mode": "audio_transcription", "input_cost_per_second": 0.0001}}
      """
    let world = World(files: ["/work/l.json": file])
    #expect(world.run("prices", "diff", "l.json") == .success)
    #expect(!world.printed[0].contains("~ openai/whisper-1"))
  }
}
