import JSON
import TestSupport
import Testing

@testable import Commands

@Suite struct GuardTests {
  private static let spent = ["TOKEN_DAILY_LIMIT": "0"]
  private static let roomy = ["TOKEN_DAILY_LIMIT": "1000000"]

  @Test(arguments: [("UserPromptSubmit", ""), ("PreToolUse", "Bash"), ("PreToolUse", "mcp__other__search")])
  func `a prompt and a tool call over a limit are stopped with the reason`(_ event: String, _ tool: String) throws {
    let world = try hook(event, tool: tool, environment: Self.spent)
    #expect(world.run("guard", "claude-code") == .denied)
    #expect(world.notes.count == 1)
    #expect(world.notes.first?.contains("TOKEN_DAILY_LIMIT (tokens per day): 0 of 0 used") == true)
    #expect(world.printed.isEmpty)
  }

  @Test(arguments: [
    ("Stop", ""), ("SubagentStop", ""), ("SessionStart", ""), ("PostToolUse", "Bash"), ("AnythingNew", ""),
    ("PreToolUse", "mcp__spend__record_usage"), ("PreToolUse", "mcp__token-ledger__check_limit"),
  ])
  func `what must not be stopped goes through over any limit`(_ event: String, _ tool: String) throws {
    let world = try hook(event, tool: tool, environment: Self.spent)
    #expect(world.run("guard", "claude-code") == .success)
    #expect(world.notes.isEmpty && world.printed.isEmpty)
  }

  @Test func `within the limits nothing is said`() throws {
    let world = try hook("UserPromptSubmit", environment: Self.roomy)
    #expect(world.run("guard", "claude-code") == .success)
    #expect(world.notes.isEmpty && world.printed.isEmpty)
  }

  @Test func `near a limit the person is told at the prompt and not at each tool call`() throws {
    let prompt = try hook("UserPromptSubmit", environment: Self.roomy)
    #expect(prompt.run("guard", "claude-code", "--input-tokens", "850000") == .success)
    let message = try JSONParser.parse(Array(try #require(prompt.printed.first).utf8)).object
    #expect(message?["systemMessage"]?.string?.contains("TOKEN_DAILY_LIMIT") == true)
    let tool = try hook("PreToolUse", tool: "Bash", environment: Self.roomy)
    #expect(tool.run("guard", "claude-code", "--input-tokens", "850000") == .success)
    #expect(tool.printed.isEmpty)
  }

  @Test(
    arguments: [
      nil, "", "[]", "{", "{\"session_id\":\"a\"}", "{\"hook_event_name\":7}",
    ] as [String?])
  func `input that is no hook's lets the work go on and says so`(_ input: String?) throws {
    let world = try GuardedWorld(environment: Self.spent, input: input)
    #expect(world.run("guard", "claude-code") == .failure)
    #expect(world.notes.first?.contains("work goes on") == true)
  }

  @Test(arguments: ["claude-code", "generic"])
  func `trouble with the ledger or its settings lets the work go on and says so`(_ kind: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("minutes of the meeting", to: "ledger.db")
    for (data, environment) in [
      (folder.path, Self.roomy), (file + "/below", Self.roomy), (folder.path, ["TOKEN_DAILY_LIMIT": "many"]),
    ] {
      let world = try hook("UserPromptSubmit", environment: environment)
      #expect(world.run("guard", kind, data: data) == .failure)
      #expect(world.notes.first?.contains("work goes on") == true)
      #expect(world.printed.isEmpty)
    }
    withExtendedLifetime(folder) {}
  }

  @Test func `another host gets the answer as JSON and the decision as status`() throws {
    let world = try GuardedWorld(environment: ["TOKEN_DAILY_LIMIT": "1000"])
    #expect(
      world.run("guard", "generic", "--input-tokens", "1001") == .denied)
    #expect(world.run("guard", "generic", "--input-tokens", "10") == .success)
    let decisions = try world.printed.map { try JSONParser.parse(Array($0.utf8)).object?["decision"]?.string }
    #expect(decisions == ["deny", "allow"])
    #expect(world.notes.count == 1)
  }

  @Test func `check says what it decides in a line and by its status`() throws {
    let world = try GuardedWorld(environment: ["TOKEN_DAILY_LIMIT": "2000", "TOKEN_PER_MINUTE_LIMIT": "500"])
    #expect(world.run("check") == .success)
    #expect(world.run("check", "--model", "gpt-4o", "--input-tokens", "900") == .denied)
    #expect(world.printed.first == "allow: Within all 2 limits.")
    #expect(world.printed.last?.hasPrefix("deny: TOKEN_PER_MINUTE_LIMIT (tokens per minute): 0 of 500 used") == true)
    #expect(world.run("check", "--input-tokens", "-1") == .usage)
  }

  private func hook(_ event: String, tool: String = "", environment: [String: String]) throws -> GuardedWorld {
    var input: JSONObject = [
      "session_id": "abc", "cwd": "/w", "hook_event_name": .string(event), "prompt": "the secret plan",
    ]
    if !tool.isEmpty { input["tool_name"] = .string(tool) }
    return try GuardedWorld(environment: environment, input: JSONWriter.string(.object(input)))
  }
}

/// A world with a folder of its own for the ledger.
private struct GuardedWorld {
  let world: World
  private let temporary: TemporaryFolder
  var folder: String { temporary.path }

  init(environment: [String: String], input: String? = nil) throws {
    world = World(environment: environment)
    world.input = input
    temporary = try TemporaryFolder()
  }

  var printed: [String] { world.printed }
  var notes: [String] { world.notes }

  /// Runs the program over the folder.
  func run(_ words: String..., data: String? = nil) -> Commands.ExitStatus {
    CommandLineProgram.run(world.host(words + ["--data-dir", data ?? folder]))
  }
}
