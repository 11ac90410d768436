import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Commands

private typealias ExitStatus = Commands.ExitStatus

/// What people and scripts see of logs that are taken in.
struct LogCommandTests {
  private let folder: TemporaryFolder
  private let world: World
  private var data: String { folder.file("ledger") }

  init() throws {
    folder = try TemporaryFolder()
    world = World(environment: ["CLAUDE_CONFIG_DIR": folder.file("claude"), "CODEX_HOME": folder.file("codex")])
    let draws = Mutex<UInt8>(0)
    world.randomBytes = { count in
      draws.withLock { number in
        number += 1
        return [UInt8](repeating: number, count: count)
      }
    }
    try log(id: "msg_1", output: 100)
  }

  /// Adds a call of Claude Code to the log of a session in the folder `/home/ada/app`.
  private func log(id: String, output: Int, session: String = "5f0c", at time: String = "2026-11-18T08:00:00Z") throws {
    let line = """
      {"type":"assistant","timestamp":"\(time)","sessionId":"\(session)","cwd":"/home/ada/app","gitBranch":"main",\
      "requestId":"req_\(id)","message":{"id":"\(id)","model":"claude-sonnet-4-5","stop_reason":"end_turn",\
      "usage":{"input_tokens":1000,"output_tokens":\(output)}}}
      """
    let path = "claude/projects/-home-ada-app/\(session).jsonl"
    let before = FileManager.default.fileExists(atPath: folder.file(path)) ? try folder.read(path) : []
    try folder.write(before + Array((line + "\n").utf8), to: path)
  }

  private func run(_ words: String...) -> (ExitStatus, String) {
    let count = world.printed.count
    let status = CommandLineProgram.run(world.host(words + ["--data-dir", data]))
    return (status, world.printed.dropFirst(count).joined(separator: "\n"))
  }

  private func object(_ words: String...) throws -> JSONObject {
    let count = world.printed.count
    #expect(CommandLineProgram.run(world.host(words + ["--json", "--data-dir", data])) == .success, "\(world.notes)")
    return try #require(try JSONParser.parse(Array(world.printed.dropFirst(count).joined().utf8)).object)
  }

  @Test func `an import counts each call once and says what it did`() throws {
    #expect(JSONWriter.string(.object(try object("import"))).hasPrefix(#"{"added":1,"updated":0,"repeated":0"#))
    try log(id: "msg_1", output: 300)
    try log(id: "msg_2", output: 7)
    #expect(JSONWriter.string(.object(try object("import"))).hasPrefix(#"{"added":1,"updated":1,"repeated":0"#))
    #expect(run("import").1 == "Nothing new was logged.")
    let totals = try object("summary", "--period", "all")["totals"]?.object
    #expect(totals?["requests"] == 2)
    #expect(totals?["tokens"]?.object?["output"] == 307)
  }

  @Test func `a question finds what was just logged, in its project and session`() throws {
    let (status, text) = run("summary", "--group-by", "project_id")
    #expect(status == .success)
    #expect(text.contains("app                1  1,000     100"), "\(text)")
    try log(id: "msg_2", output: 7)
    #expect(run("summary", "--group-by", "agent").1.contains("claude-code         2"))
    #expect(run("summary", "--ingest", "none").1.contains("2 requests"))
  }

  @Test func `without a command the month is shown by model and project`() throws {
    let (status, text) = run()
    #expect(status == .success)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.prefix(4).map { $0.prefix(10) } == ["          ", "today     ", "this week ", "this month"])
    #expect(lines.contains { $0.hasPrefix("claude-sonnet-4-5") && $0.hasSuffix("1   1,100") }, "\(text)")
    #expect(lines.contains { $0.hasPrefix("app ") })
  }

  @Test func `logs are not taken in where settings say so`() throws {
    world.environment["TOKEN_LEDGER_INGEST"] = "none"
    #expect(run("summary").1.contains("0 requests"))
    world.environment["TOKEN_LEDGER_INGEST"] = "codex, pi"
    #expect(run("summary").1.contains("0 requests"))
    #expect(run("summary", "--ingest", "claude-code").1.contains("1 request "))
    world.environment["TOKEN_LEDGER_INGEST"] = "claude"
    #expect(run("summary").0 == .badData)
    #expect(world.notes.last?.contains("auto, none, or names with commas between them: claude-code") == true)
  }

  @Test func `a file that is named is read wherever it is, and a source or file that is not there is refused`() throws {
    let path = try folder.write(folder.read("claude/projects/-home-ada-app/5f0c.jsonl"), to: "copy/x.jsonl")
    #expect(run("import", "claude-code", path).0 == .success)
    #expect(run("import", "claude-code", folder.file("copy")).1 == "Nothing new was logged.")
    #expect(try object("import")["repeated"] == 1)
    #expect(run("import", "claude-cod").0 == .usage)
    #expect(world.notes.last?.contains("did you mean claude-code?") == true)
    #expect(run("import", "claude-code", folder.file("absent")).0 == .inputOutput)
  }

  @Test func `sources and doctor tell how far each is read, and what cannot be read`() throws {
    #expect(run("sources").1.contains("claude-code      1     0"))
    _ = run("import")
    let shelves = try #require(try object("sources")["sources"]?.array)
    let shelf = try #require(shelves.first?.object)
    #expect(shelf["source"] == "claude-code")
    #expect(shelf["files_read"] == 1)
    #expect(shelf["calls"] == 1)
    #expect(run("doctor").1.contains("1 file of claude-code, 1 read"))
  }

  @Test func `what becomes of each line is explained, and nothing is changed`() throws {
    try log(id: "msg_1", output: 300)
    try folder.write(
      folder.read("claude/projects/-home-ada-app/5f0c.jsonl") + Array("{\"usage\":\n".utf8),
      to: "claude/projects/-home-ada-app/5f0c.jsonl")
    let (status, text) = run("import", "--explain", "5f0c")
    #expect(status == .success)
    #expect(text.contains("says again what a line before said"))
    #expect(text.contains("not in the form of these logs"))
    #expect(text.contains("a call"))
    #expect(!FileManager.default.fileExists(atPath: data))
    #expect(run("import", "--explain", "no-such-session").0 == .usage)
  }

  @Test func `a file is explained as a log of the program that wrote it, wherever it is`() throws {
    let lines = [
      #"{"timestamp":"2026-08-15T10:00:00Z","type":"session_meta","payload":{"id":"c1"}}"#,
      #"{"timestamp":"2026-08-15T10:00:09Z","type":"event_msg","payload":{"type":"token_count","info":"#
        + #"{"total_token_usage":{"input_tokens":900,"output_tokens":40}}}}"#,
    ].map { $0 + "\n" }.joined()
    for place in ["codex/sessions/2026/08/15/rollout-c1.jsonl", "elsewhere/c1.jsonl"] {
      let path = try folder.write(lines, to: place)
      #expect(run("import", "--explain", path).1.contains("a call"), "\(place)")
      #expect(try object("import", "--explain", path)["source"] == "codex")
    }
    let empty = try folder.write("{}\n", to: "elsewhere/empty.jsonl")
    #expect(run("import", "--explain", empty).1.hasSuffix("No usage is found in it."))
  }

  @Test func `a source without a folder of its own asks for its files`() throws {
    #expect(run("import", "jsonl").0 == .usage)
    #expect(world.notes.last?.contains("name the files: token-ledger import jsonl FILE") == true)
  }

  @Test func `a file that cannot be read is not said to be read`() throws {
    _ = try folder.write("CREATE TABLE", to: "elsewhere/opencode.db")
    world.environment["OPENCODE_DATA_DIR"] = folder.file("elsewhere")
    _ = run("import")
    #expect(run("doctor").1.contains("1 file of opencode, 0 read; opencode: "))
  }

  @Test func `the status line tells what the session cost, and its figures are kept`() throws {
    let path = folder.file("claude/projects/-home-ada-app/5f0c.jsonl")
    world.input = """
      {"session_id":"5f0c","transcript_path":"\(path)","model":{"id":"claude-sonnet-4-5","display_name":"Sonnet"},
       "rate_limits":{"five_hour":{"used_percentage":23.5,"resets_at":1795010000},
       "seven_day":{"used_percentage":1795010000}}}
      """
    #expect(run("statusline") == (.success, "Sonnet | session $0.0045 | today $0.0045 | 5 h 23.5 %"))
    #expect(run("statusline").0 == .success)
    #expect(run().1.contains("claude-code says: 23.5 % of its five_hour allowance of 5 hours is used, resets at"))
    world.input = "no object"
    #expect(run("statusline").0 == .badData)
  }

  @Test func `an allowance that has begun again since it was told is not told any more`() throws {
    let now = 1_795_000_000
    world.input = """
      {"session_id":"5f0c","model":{"id":"claude-sonnet-4-5"},
       "rate_limits":{"five_hour":{"used_percentage":80,"resets_at":\(now - 1)},
       "seven_day":{"used_percentage":40,"resets_at":\(now + 1)}}}
      """
    #expect(run("statusline").0 == .success)
    let text = run().1
    #expect(text.contains("seven_day allowance"))
    #expect(!text.contains("five_hour"))
  }

  @Test func `the guard reads its session before it decides`() throws {
    #expect(run("limits", "set", "--metric", "tokens", "--window", "day", "--limit", "1000000").0 == .success)
    let path = folder.file("claude/projects/-home-ada-app/5f0c.jsonl")
    world.environment["TOKEN_LEDGER_INGEST"] = "claude-code"
    world.input = #"{"hook_event_name":"Stop","session_id":"5f0c","transcript_path":"\#(path)"}"#
    #expect(run("guard", "claude-code").0 == .success)
    #expect(run("summary", "--period", "all", "--ingest", "none").1.contains("1 request "))
    try log(id: "msg_9", output: 2_000_000, at: "2026-11-18T10:00:00Z")
    world.input = #"{"hook_event_name":"UserPromptSubmit","session_id":"5f0c","transcript_path":"\#(path)"}"#
    #expect(run("guard", "claude-code").0 == .denied)
  }
}
