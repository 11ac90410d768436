import Testing

@testable import Commands

@Suite struct DataFolderTests {
  private func folder(
    _ world: World, flag: String? = nil, environmentFile: String? = nil
  ) throws -> String {
    var options = Options()
    (options.dataFolder, options.environmentFile) = (flag, environmentFile)
    return try SettingSources(options, world.host()).dataFolder
  }

  @Test func `the flag wins over the environment, that over a named file, that over habit`() throws {
    let world = World(files: ["/e": "TOKEN_MONITOR_DATA_DIR=/named"], environment: ["XDG_DATA_HOME": "/xdg"])
    #expect(try folder(world) == "/xdg/token-ledger")
    #expect(try folder(world, environmentFile: "/e") == "/named")
    world.environment["TOKEN_MONITOR_DATA_DIR"] = "/environment"
    #expect(try folder(world, environmentFile: "/e") == "/environment")
    #expect(try folder(world, flag: "/flag", environmentFile: "/e") == "/flag")
  }

  @Test func `each system has its habit, and a relative XDG folder is none`() throws {
    let world = World(environment: ["XDG_DATA_HOME": "data"])
    #expect(try folder(world) == "/home/ada/.local/share/token-ledger")
    world.isMac = true
    #expect(try folder(world) == "/home/ada/Library/Application Support/token-ledger")
  }

  @Test(arguments: [
    ("/a/", "/a"), ("/", "/"), ("~", "/home/ada"), ("~/x", "/home/ada/x"), ("x/y", "/work/x/y"),
    ("~bob", "/work/~bob"),
  ])
  func `a folder becomes an absolute path`(_ text: String, _ path: String) throws {
    #expect(try folder(World(), flag: text) == path)
  }
}
