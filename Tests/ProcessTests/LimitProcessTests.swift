import JSON
import TestSupport
import Testing

@Suite struct LimitProcessTests {
  @Test func `a change at the command line holds in a running server at once`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    _ = try server.ask(Wire.initialize())
    _ = try server.ask(Wire.record(1))
    func decision(_ id: Int) throws -> String? {
      try server.ask(Wire.call(id, "check_limit"))["result"]?["structuredContent"]?["decision"]?.string
    }
    func limits(_ words: String...) throws {
      let command = try ServerProcess(["limits"] + words, data: folder.path)
      #expect(try command.ending() == .exited(0), "\(words)")
    }
    #expect(try decision(2) == "allow")
    try limits("set", "--scope", "session", "--metric", "tokens", "--window", "hour", "--limit", "1")
    try limits("set", "--scope", "user", "--metric", "tokens", "--window", "day", "--limit", "1100")
    #expect(try decision(3) == "deny")
    try limits("set", "--scope", "user", "--metric", "tokens", "--window", "day", "--limit", "1101")
    #expect(try decision(4) == "warn")
    _ = try server.ask(Wire.record(5))
    #expect(try decision(6) == "deny")
    try limits("reset", "user-tokens-day")
    #expect(try decision(7) == "allow")
    _ = try server.ask(Wire.record(8))
    #expect(try decision(9) == "warn")
    try limits("remove", "user-tokens-day")
    #expect(try decision(10) == "allow")
    server.closeInput()
    #expect(try server.ending() == .exited(0))
  }
}
