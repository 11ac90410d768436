import JSON
import Ledger
import MCP
import Server
import Service
import TestSupport
import Testing

@testable import Commands

@Suite struct LimitCommandTests {
  @Test func `a limit is set, listed, begun again and removed`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world)
    let set = [
      "--scope", "user", "--metric", "tokens", "--window", "day", "--limit", "2000", "--data-dir", folder.path,
    ]
    #expect(CommandLineProgram.run(world.host(["limits", "set"] + set)) == .success)
    #expect(
      world.printed.last == """
        Set user-tokens-day.

        id               for       counts          action   used  limit                      level            resets
        user-tokens-day  user=ada  tokens per day  block   1,100  2,000  #####.....    55 %     ok  2026-11-19 00:00
        """)
    #expect(world.run("check", "--max-output-tokens", "901", "--data-dir", folder.path) == .denied)
    #expect(world.run("limits", "reset", "user-tokens-day", "--user", "ada", "--data-dir", folder.path) == .success)
    #expect(world.run("limits", "list", "--json", "--data-dir", folder.path) == .success)
    #expect(
      world.printed.last
        == #"[{"id":"user-tokens-day","scope":"user","metric":"tokens","window":"day","action":"block","limit":2000,"set_by":"command","states":[]}]"#
    )
    #expect(world.run("check", "--max-output-tokens", "901", "--data-dir", folder.path) == .success)
    #expect(world.run("limits", "remove", "user-tokens-day", "--data-dir", folder.path) == .success)
    #expect(world.printed.last == "Removed user-tokens-day.")
    #expect(world.run("limits", "list", "--data-dir", folder.path) == .success)
    #expect(world.printed.last?.hasPrefix("No limits are set.") == true)
  }

  @Test(arguments: [
    (["--metric", "tokens", "--window", "day"], "--limit N is missing"), (["--limit"], "--limit needs a value"),
    (["--limit", "1"], "--metric METRIC and --window WINDOW are missing"),
    ([], "--metric METRIC, --window WINDOW and --limit N are missing"),
    (
      ["--metric", "words", "--window", "day", "--limit", "1"],
      "--metric takes any of tokens, cost, requests, not \"words\""
    ),
    (
      ["--metric", "tokens", "--window", "year", "--limit", "1"],
      "--window takes any of request, minute, hour, day, week, month, total, not \"year\""
    ),
    (["--scope", "mode", "--metric", "tokens", "--window", "day", "--limit", "1"], "not \"mode\""),
    (["--scope", "user=", "--metric", "tokens", "--window", "day", "--limit", "1"], "not \"user=\""),
    (["--metric", "tokens", "--window", "day", "--limit", "1.5"], "--limit takes a whole number of tokens"),
    (["--metric", "tokens", "--window", "day", "--limit", "-1"], "--limit takes a whole number of tokens"),
    (["--metric", "cost", "--window", "day", "--limit", "-1"], "--limit takes US dollars"),
    (["--metric", "cost", "--window", "day", "--limit", "$5"], "--limit takes US dollars"),
    (["--metric", "requests", "--window", "request", "--limit", "1"], "requests per request is always one"),
    (["--metric", "cost", "--window", "day", "--limit", "1", "--action", "stop"], "--action takes any of block, warn"),
  ])
  func `what cannot be a limit is refused with what can`(_ words: [String], _ message: String) throws {
    let folder = try TemporaryFolder()
    let world = World()
    #expect(CommandLineProgram.run(world.host(["limits", "set", "--data-dir", folder.path] + words)) == .usage)
    #expect(world.notes.joined().contains(message), "\(world.notes)")
    #expect(world.run("limits", "list", "--json", "--data-dir", folder.path) == .success)
    #expect(world.printed == ["[]"])
  }

  @Test func `a limit on a family of models, which would hold for no call, is refused with its models`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    let words = ["--metric", "cost", "--window", "day", "--limit", "5", "--data-dir", folder.path]
    let set = { CommandLineProgram.run(world.host(["limits", "set", "--scope", $0] + words)) }
    #expect(set("model=opus") == .failure)
    #expect(world.notes.last?.contains("\"opus\" means many models") == true)
    #expect(world.notes.last?.contains("claude-opus-5-5 ($4 in, $20 out)") == true)
    #expect(set("model=my-own") == .success)
  }

  @Test func `limits set elsewhere are taken out there, and an unknown one has a nearest`() throws {
    let folder = try TemporaryFolder()
    let world = World(
      files: [
        folder.path + "/config.json":
          #"{"token_ledger_limits": [{"scope": "model=openai/gpt-4o", "metric": "cost", "window": "week", "limit": 2.5}]}"#
      ], environment: ["TOKEN_DAILY_LIMIT": "10"])
    #expect(world.run("limits", "remove", "TOKEN_DAILY_LIMIT", "--data-dir", folder.path) == .failure)
    #expect(world.notes.last?.contains("take it out there") == true)
    #expect(world.run("limits", "remove", "config:model=gpt-4o-cost-week", "--data-dir", folder.path) == .failure)
    #expect(world.notes.last?.contains("config.json; take it out there") == true)
    #expect(world.run("limits", "reset", "TOKEN_DAILY_LIMI", "--data-dir", folder.path) == .failure)
    #expect(world.notes.last?.contains("did you mean \"TOKEN_DAILY_LIMIT\"?") == true)
    #expect(world.run("limits", "reset", "TOKEN_DAILY_LIMIT", "--user", "ada", "--data-dir", folder.path) == .failure)
    #expect(world.notes.last?.contains("everything together") == true)
    #expect(world.run("limits", "reset", "TOKEN_DAILY_LIMIT", "--data-dir", folder.path) == .success)
  }

  @Test func `limits of config.json on a model and a provider hold in a ledger that there was before`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    try RepriceCommandTests.recordWithoutPrice(in: folder.path, world)
    world.files[folder.path + "/config.json"] = #"""
      {"token_ledger_limits": [{"scope": "model=openai/gpt-4o", "metric": "tokens", "window": "day", "limit": 100},
       {"scope": "provider=OpenAI", "metric": "requests", "window": "day", "limit": 7}]}
      """#
    let options = try OptionParser(command: .serve).parse(["--data-dir", folder.path])
    let service = try ServiceBuilder.service(options, world.host(), entersPrices: true)
    #expect(
      try service.ledger.limits().map(\.id).sorted() == [
        "config:model=gpt-4o-tokens-day", "config:provider=openai-requests-day",
      ])
    let check = LedgerServer.make(service) { _ in }.tools.first { $0.declaration.name == "check_limit" }
    let answer = try #require(try check?.call(["model": "gpt-4o", "input_tokens": 1]))
    #expect("\(answer)".contains("deny"))
  }

  @Test func `a limit of config.json holds until it is taken out`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    let path = folder.path + "/config.json"
    world.files[path] =
      #"{"token_ledger_limits": [{"scope": "user", "metric": "requests", "window": "month", "limit": 0}]}"#
    #expect(world.run("check", "--data-dir", folder.path) == .denied)
    world.files[path] = "{}"
    #expect(world.run("check", "--data-dir", folder.path) == .success)
    world.files[path] = #"{"token_ledger_limits": [{"metric": "tokens", "window": "month", "limit": 1.5}]}"#
    #expect(world.run("check", "--data-dir", folder.path) == .badData)
    #expect(world.notes.last?.contains("config.json, token_ledger_limits: limit takes a whole number") == true)
    world.files[path] = #"{"token_ledger_limits": [{"metric": "tokens", "window": "year", "limit": 1}]}"#
    #expect(world.run("check", "--data-dir", folder.path) == .badData)
  }

  @Test func `a name in a table steers no terminal and ends no line`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    let name = "a\u{1B}[31m\nb\u{9B}0m\u{202E}"
    let set = ["--metric", "tokens", "--window", "day", "--limit", "5", "--data-dir", folder.path, "--scope"]
    #expect(CommandLineProgram.run(world.host(["limits", "set"] + set + ["user=" + name])) == .success)
    let shown = "user=a\\u001b[31m\\u000ab\\u009b0m\\u202e"
    #expect(world.printed.last?.split(separator: "\n").last?.contains("  \(shown)  tokens per day") == true)
    #expect(world.run("limits", "list", "--json", "--data-dir", folder.path) == .success)
    let listed = try JSONParser.parse(Array((world.printed.last ?? "").utf8))
    #expect(listed.array?.first?.object?["scope"]?.string == "user=" + name)
    #expect(world.run("limits", "remove", name, "--data-dir", folder.path) == .failure)
    #expect(world.notes.last?.contains("no limit \"a\\u001b[31m") == true)
  }
}
