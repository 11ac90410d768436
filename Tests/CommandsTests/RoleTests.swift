import Testing

@testable import Commands

@Suite struct RoleTests {
  private func role(_ world: World, _ words: (inout Options) -> Void = { _ in }) throws -> String? {
    var options = Options()
    options.dataFolder = "/data"
    words(&options)
    return try Role.onlyUser(options, try SettingSources(options, world.host()))
  }

  @Test func `without a flag or the setting all users are seen`() throws {
    #expect(try role(World()) == nil)
  }

  @Test func `a setting that is there and blank is refused with its place, and shows nobody all users`() throws {
    for blank in ["", " ", "\t\u{A0}"] {
      for (world, place) in [
        (World(environment: ["TOKEN_LEDGER_USER": blank]), "the environment"),
        (World(files: ["/data/.env": "TOKEN_LEDGER_USER=mia"], environment: ["TOKEN_LEDGER_USER": blank]), "the env"),
        (World(files: ["/data/.env": "TOKEN_LEDGER_USER='\(blank)'"]), "/data/.env"),
        (World(files: ["/data/config.json": #"{"token_ledger_user": "  "}"#]), "/data/config.json"),
      ] {
        #expect(world.run("serve", "--data-dir", "/data") == .badData)
        #expect(world.notes.first?.contains(place) == true, "\(world.notes)")
        #expect(world.run("guard", "generic", "--data-dir", "/data") == .failure, "\(place)")
        #expect(try role(world) { $0.isAdmin = true } == nil)
      }
    }
  }

  @Test func `a flag wins over the setting, wherever that is made`() throws {
    for world in [
      World(environment: ["TOKEN_LEDGER_USER": "mia"]), World(files: ["/data/.env": "TOKEN_LEDGER_USER=mia"]),
      World(files: ["/data/config.json": #"{"token_ledger_user": "mia"}"#]),
    ] {
      #expect(try role(world) == "mia")
      #expect(try role(world) { $0.onlyUser = "zoe" } == "zoe")
      #expect(try role(world) { $0.isAdmin = true } == nil)
    }
  }

  @Test(arguments: [
    (["--user", "mia", "--admin"], "exclude each other"), (["--user="], "--user needs a value"),
    (["--user", String(repeating: "x", count: 257)], "at most 256 characters"), (["--admin=yes"], "takes no value"),
    (["--user", " "], "not a blank one"), (["--user", "mia", "--user", "zoe"], "--user is given twice"),
    (["--user=mia", "--user", "zoe"], "--user is given twice"),
  ])
  func `wrong usage is refused`(_ words: [String], _ said: String) {
    let world = World()
    let host = world.host(["serve", "--data-dir", "/data"] + words)
    #expect(CommandLineProgram.run(host) == .usage)
    #expect(world.notes.first?.contains(said) == true, "\(world.notes)")
  }

  @Test func `a setting that can be no name is refused with its place`() {
    let world = World(environment: ["TOKEN_LEDGER_USER": String(repeating: "x", count: 257)])
    #expect(world.run("serve", "--data-dir", "/data") == .badData)
    #expect(world.notes.first?.contains("in the environment; give a name of at most 256 characters") == true)
  }

  @Test func `a name of 256 characters is taken, whatever its bytes`() throws {
    let name = String(repeating: "\u{1F469}\u{200D}\u{1F4BB}", count: 256)
    #expect(try role(World(environment: ["TOKEN_LEDGER_USER": name])) == name)
  }
}
