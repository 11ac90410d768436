import AgentLogs
import CivilTime
import Ledger
import Pricing
import SQLite
import TestSupport
import Testing

/// What the database of the program `llm` is read as.
struct LLMTests {
  private static let responses = """
    CREATE TABLE responses (id TEXT PRIMARY KEY, model TEXT, prompt TEXT, response TEXT, response_json TEXT,
      conversation_id TEXT, duration_ms INTEGER, datetime_utc TEXT, input_tokens INTEGER, output_tokens INTEGER,
      token_details TEXT, resolved_model TEXT);
    """
  private static let turns = """
    CREATE TABLE turns (id TEXT PRIMARY KEY, thread_id TEXT, model TEXT, resolved_model TEXT, input_tokens INTEGER,
      output_tokens INTEGER, token_details TEXT, duration_ms INTEGER, datetime_utc TEXT);
    """

  private func insert(
    _ id: String, model: String = "gpt-5-mini", resolved: String? = nil, input: Int64? = 100, output: Int64? = 20,
    details: String? = nil, json: String? = nil, in desk: DatabaseDesk
  ) throws {
    try desk.database.run(
      """
      INSERT INTO responses (id, model, resolved_model, conversation_id, duration_ms, datetime_utc, input_tokens,
        output_tokens, token_details, response_json) VALUES (?, ?, ?, 'c', 1500, '2026-07-01T10:00:00.250000', ?, ?, ?, ?)
      """, .text(id), .text(model), SQLValue(resolved), SQLValue(input), SQLValue(output), SQLValue(details),
      SQLValue(json))
  }

  @Test func `the input includes the cache unless the details are Anthropic's`() throws {
    var desk = try DatabaseDesk(Self.responses)
    try insert(
      "01a", resolved: "gpt-5-mini-2025-08-07",
      details: """
        {"prompt_tokens_details":{"cached_tokens":60},"completion_tokens_details":{"reasoning_tokens":15}}
        """, json: "{\"id\":\"chatcmpl-7\",\"content\":\"x\"}", in: desk)
    try insert("01b", details: "{\"cache_creation_input_tokens\":5,\"cache_read_input_tokens\":300}", in: desk)
    try insert("01c", details: "{\"thoughtsTokenCount\":12,\"candidatesTokenCount\":8}", in: desk)
    let calls = try desk.read(LLM()).calls
    #expect(
      calls.map(\.facts.usage) == [
        Usage(disjoint: [(.input, 40), (.cacheRead, 60), (.output, 5), (.outputReasoning, 15)]),
        Usage(disjoint: [(.input, 100), (.cacheRead, 300), (.cacheWrite, 5), (.output, 20)]),
        Usage(disjoint: [(.input, 100), (.output, 8), (.outputReasoning, 12)]),
      ])
    let first = try #require(calls.first)
    #expect(first.facts.model == "gpt-5-mini-2025-08-07")
    #expect(first.responseID == "chatcmpl-7")
    #expect([first.facts.sessionID, first.facts.agent] == ["c", "llm"])
    #expect(first.facts.durationMilliseconds == 1_500)
    #expect(first.facts.timestamp == Instant(rfc3339: "2026-07-01T10:00:00.250Z"))
  }

  @Test func `both tables are read on from where they ended, and an id counts once`() throws {
    var desk = try DatabaseDesk(Self.responses + Self.turns)
    try insert("01a", in: desk)
    try desk.database.execute(
      "INSERT INTO turns VALUES ('01a', 't', 'm', NULL, 100, 20, NULL, 5, '2026-07-01T10:00:00+00:00')")
    let calls = try desk.read(LLM()).calls
    #expect(calls.map(\.keys) == [[RecordKey(namespace: "llm", id: "01a")], [RecordKey(namespace: "llm", id: "01a")]])
    #expect(try desk.read(LLM()).calls.isEmpty)
    try desk.database.execute(
      "INSERT INTO turns VALUES ('01b', 't', 'm', NULL, 100, 20, NULL, 5, '2026-07-01T10:00:00+00:00')")
    #expect(try desk.read(LLM()).calls.map(\.facts.sessionID) == ["t"])
  }

  @Test func `rows without usage and of strange types are skipped`() throws {
    var desk = try DatabaseDesk(Self.responses)
    try insert("01a", input: nil, output: nil, in: desk)
    try insert("01b", input: -7, output: Int64.max, details: "[", json: "{", in: desk)
    try desk.database.execute(
      """
      INSERT INTO responses (id, model, datetime_utc, input_tokens) VALUES ('01c', 3, 'never', 5), (NULL, 'm', '', 5),
        ('01d', x'ff', '2026-07-01', 7.0)
      """)
    let found = try desk.read(LLM())
    #expect(found.skipped == [.empty: 2, .timeless: 1, .malformed: 1])
    #expect(found.calls.map(\.facts.usage.inputTokens) == [7])
    var other = try DatabaseDesk("CREATE TABLE responses (id)")
    #expect(try other.read(LLM()).skipped == [.unfamiliar: 1])
  }

  @Test func `its place follows the system and the environment`() {
    #expect(
      LLM().roots(of: LogHome(environment: [:], folder: "/h", isMac: false))
        == ["/h/.config/io.datasette.llm/logs.db"])
    #expect(
      LLM().roots(of: LogHome(environment: [:], folder: "/h", isMac: true))
        == ["/h/Library/Application Support/io.datasette.llm/logs.db"])
    #expect(
      LLM().roots(of: LogHome(environment: ["LLM_USER_PATH": "~/l/"], folder: "/h", isMac: true)) == ["/h/l/logs.db"])
  }
}
