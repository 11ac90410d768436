import JSON
import Ledger
import Service
import TestSupport
import Testing

@testable import Commands
@testable import Server

/// One reading of a planned call, by whatever way it comes in.
@Suite struct PlannedCallWordTests {
  private static let calls: [(words: [String], arguments: JSONObject)] = [
    ([], [:]),
    (["--model", "gpt-4o"], ["model": "gpt-4o"]),
    (["--model", "gpt-4o", "--input-tokens", "900"], ["model": "gpt-4o", "input_tokens": 900]),
    (["--input-tokens", "900", "--output-tokens", "0"], ["input_tokens": 900, "output_tokens": 0]),
    (["--input-tokens", "0", "--max-output-tokens", "2000"], ["input_tokens": 0, "output_tokens": 2_000]),
    (
      ["--model", "claude-sonnet-4-5", "--provider", "amazon-bedrock", "--input-tokens", "900", "--agent", "coder"],
      ["model": "claude-sonnet-4-5", "provider": "amazon-bedrock", "input_tokens": 900, "agent": "coder"]
    ),
    (
      ["--model", "gpt-4o", "--input-tokens", "900", "--cache-read-tokens", "800", "--service-tier", "Batch"],
      ["model": "gpt-4o", "input_tokens": 900, "cache_read_tokens": 800, "service_tier": "batch"]
    ),
    (
      ["--model", "claude-opus-4-5", "--input-tokens", "9", "--cache-write-tokens", "8", "--service-tier", "default"],
      ["model": "claude-opus-4-5", "input_tokens": 9, "cache_write_tokens": 8]
    ),
    (["--model", "my-own", "--input-tokens", "1001", "--user", "(none)"], ["model": "my-own", "input_tokens": 1_001]),
    (["--session", "s", "--project", "p", "--user", "bob"], ["session_id": "s", "project_id": "p", "user_id": "bob"]),
  ]

  @Test(arguments: calls) func `check answers as check_limit does`(
    _ call: (words: [String], arguments: JSONObject)
  ) throws {
    let folder = try TemporaryFolder()
    let world = World(environment: ["TOKEN_DAILY_LIMIT": "1000"])
    let status = CommandLineProgram.run(
      world.host(["check", "--json", "--data-dir", folder.path] + call.words))
    let host = world.host()
    var options = Options()
    options.dataFolder = folder.path
    let service = try ServiceBuilder.service(options, host)
    let answer = try CheckLimit(service).call(Arguments(call.arguments, of: service.identity))
    #expect(world.printed == [JSONWriter.string(.object(answer))])
    #expect((status == .denied) == (answer["decision"] == "deny"))
  }

  @Test(arguments: [
    ["--service-tier", "gold"], ["--input-tokens", "100000000001"],
    ["--input-tokens", "5", "--cache-read-tokens", "6"],
  ]) func `a call that cannot be is refused by check, and no trouble for work that a guard watches`(_ words: [String])
    throws
  {
    let folder = try TemporaryFolder()
    let world = World(environment: ["TOKEN_DAILY_LIMIT": "0"])
    #expect(CommandLineProgram.run(world.host(["check", "--data-dir", folder.path] + words)) == .usage)
    #expect(CommandLineProgram.run(world.host(["guard", "generic", "--data-dir", folder.path] + words)) == .failure)
    #expect(world.printed.isEmpty && world.notes.last?.contains("work goes on") == true)
  }
}
