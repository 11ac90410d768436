import AgentLogs
import CivilTime
import Ledger
import Pricing
import SQLite
import TestSupport
import Testing

/// What Goose's database and its files of before are read as.
struct GooseTests {
  /// The sessions' table before the cache was counted.
  private static let old = """
    CREATE TABLE sessions (id TEXT PRIMARY KEY, description TEXT, working_dir TEXT NOT NULL,
      created_at TIMESTAMP DEFAULT '2026-05-01 08:00:00', updated_at TIMESTAMP DEFAULT '2026-05-01 09:00:00',
      total_tokens INTEGER, input_tokens INTEGER, output_tokens INTEGER, accumulated_total_tokens INTEGER,
      accumulated_input_tokens INTEGER, accumulated_output_tokens INTEGER, provider_name TEXT, model_config_json TEXT);
    """
  /// What newer versions add.
  private static let new = """
    ALTER TABLE sessions ADD COLUMN accumulated_cache_read_tokens INTEGER;
    ALTER TABLE sessions ADD COLUMN accumulated_cache_write_tokens INTEGER;
    ALTER TABLE sessions ADD COLUMN parent_session_id TEXT;
    CREATE TABLE usage_ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL,
      created_timestamp INTEGER NOT NULL, model TEXT, input_tokens INTEGER, output_tokens INTEGER,
      total_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER, cost REAL, cost_source TEXT,
      is_compaction INTEGER DEFAULT 0);
    """

  private func begin(_ id: String, in desk: DatabaseDesk) throws {
    try desk.database.run(
      """
      INSERT INTO sessions (id, working_dir, provider_name, model_config_json)
      VALUES (?, '/home/u/app', 'anthropic', '{"model_name":"claude-sonnet-4-5","context_limit":null}')
      """, .text(id))
  }

  /// Lets the sums of a session grow, as a call does.
  private func grow(_ id: String, input: Int64, output: Int64, in desk: DatabaseDesk) throws {
    try desk.database.run(
      """
      UPDATE sessions SET accumulated_input_tokens = coalesce(accumulated_input_tokens, 0) + ?,
        accumulated_output_tokens = coalesce(accumulated_output_tokens, 0) + ?,
        accumulated_total_tokens = coalesce(accumulated_total_tokens, 0) + ? WHERE id = ?
      """, .integer(input), .integer(output), .integer(input + output), .text(id))
  }

  /// Writes a call as newer versions do: what the sums are ahead is carried forward, both grow.
  private func record(_ id: String, input: Int64, output: Int64, in desk: DatabaseDesk) throws {
    try desk.database.run(
      """
      INSERT INTO usage_ledger (session_id, created_timestamp, input_tokens, output_tokens, total_tokens, cost_source)
      SELECT s.id, 1790000000, s.accumulated_input_tokens - l.i, s.accumulated_output_tokens - l.o,
        s.accumulated_total_tokens - l.t, 'carried_forward'
      FROM sessions s, (SELECT coalesce(sum(input_tokens), 0) AS i, coalesce(sum(output_tokens), 0) AS o,
        coalesce(sum(total_tokens), 0) AS t FROM usage_ledger WHERE session_id = ?) l
      WHERE s.id = ? AND s.accumulated_total_tokens > l.t
      """, .text(id), .text(id))
    try grow(id, input: input, output: output, in: desk)
    try desk.database.run(
      """
      INSERT INTO usage_ledger (session_id, created_timestamp, model, input_tokens, output_tokens, total_tokens, cost,
        cost_source) VALUES (?, 1790000100, 'gpt-5', ?, ?, ?, 0.25, 'provider_reported')
      """, .text(id), .integer(input), .integer(output), .integer(input + output))
  }

  @Test func `sums that grow are told as what they have grown`() throws {
    var desk = try DatabaseDesk(Self.old)
    try begin("20260501_1", in: desk)
    try grow("20260501_1", input: 100, output: 20, in: desk)
    let first = try desk.read(GooseDatabase()).calls
    #expect(first.map(\.facts.usage) == [Usage(disjoint: [(.input, 100), (.output, 20)])])
    #expect(first.map(\.keys) == [[RecordKey(namespace: "goose", id: "20260501_1")]])
    #expect(first.map(\.facts.model) == ["claude-sonnet-4-5"])
    #expect(first.map(\.facts.provider) == ["anthropic"])
    #expect(first.map(\.folder) == ["/home/u/app"])
    #expect(first.map(\.facts.timestamp) == [Instant(rfc3339: "2026-05-01T09:00:00Z")])
    #expect(try desk.read(GooseDatabase()).calls.isEmpty)
    try grow("20260501_1", input: 7, output: 1, in: desk)
    let second = try desk.read(GooseDatabase()).calls
    #expect(second.map(\.facts.usage) == [Usage(disjoint: [(.input, 7), (.output, 1)])])
    #expect(second.first?.keys != first.first?.keys)
  }

  @Test func `sums that fall count in full`() throws {
    var desk = try DatabaseDesk(Self.old)
    try begin("s", in: desk)
    try grow("s", input: 100, output: 20, in: desk)
    _ = try desk.read(GooseDatabase())
    try grow("s", input: -60, output: 0, in: desk)
    #expect(try desk.read(GooseDatabase()).calls.map(\.facts.usage.totalTokens) == [60])
    #expect(try desk.read(GooseDatabase()).calls.isEmpty)
  }

  @Test func `a total that nothing explains is taken for thoughts, and said to be`() throws {
    var desk = try DatabaseDesk(Self.old)
    try begin("s", in: desk)
    try desk.database.execute(
      "UPDATE sessions SET accumulated_input_tokens = 10, accumulated_output_tokens = 5, accumulated_total_tokens = 40")
    let call = try #require(try desk.read(GooseDatabase()).calls.first)
    #expect(call.facts.usage == Usage(disjoint: [(.input, 10), (.output, 5), (.outputReasoning, 25)]))
    #expect(call.facts.metadata == "{\"estimated_reasoning_tokens\":25}")
  }

  @Test func `each call in the ledger is one, and what was carried forward counts once`() throws {
    var desk = try DatabaseDesk(Self.old)
    try begin("s", in: desk)
    try grow("s", input: 100, output: 20, in: desk)
    _ = try desk.read(GooseDatabase())
    try desk.database.execute(Self.new)
    try record("s", input: 30, output: 5, in: desk)
    let later = try desk.read(GooseDatabase()).calls
    #expect(later.map(\.facts.usage.totalTokens) == [35])
    #expect(later.map(\.facts.model) == ["gpt-5"])
    #expect(later.map(\.facts.reportedCost) == [Money(decimal: "0.25")])
    #expect(later.map(\.facts.timestamp) == [Instant(milliseconds: 1_790_000_100_000)])
    #expect(desk.memorySize < 40)
    desk.forget()
    let anew = try desk.read(GooseDatabase()).calls
    #expect(anew.map(\.facts.usage.totalTokens) == [120, 35])
    #expect(anew.map(\.facts.model) == ["claude-sonnet-4-5", "gpt-5"])
    #expect(anew.last?.keys == later.last?.keys)
  }

  @Test func `the cache is part of the input, and a sub-agent counts to the session that started it`() throws {
    var desk = try DatabaseDesk(Self.old + Self.new)
    for id in ["a", "b", "c"] { try begin(id, in: desk) }
    try desk.database.execute(
      """
      UPDATE sessions SET parent_session_id = 'a' WHERE id = 'b';
      UPDATE sessions SET parent_session_id = 'b' WHERE id = 'c';
      INSERT INTO usage_ledger (session_id, created_timestamp, model, input_tokens, output_tokens, cache_read_tokens,
        cache_write_tokens) VALUES ('c', 1790000000, 'm', 100, 5, 70, 20);
      """)
    let call = try #require(try desk.read(GooseDatabase()).calls.first)
    #expect(
      call.facts.usage == Usage(disjoint: [(.input, 10), (.cacheRead, 70), (.cacheWrite, 20), (.output, 5)]))
    #expect([call.facts.sessionID, call.facts.agent] == ["a", "goose/subagent"])
  }

  @Test func `a file of before the database has the key of the session's first report`() throws {
    let line = """
      {"working_dir":"/home/u/app","description":"x","message_count":2,"total_tokens":9,"input_tokens":7,\
      "output_tokens":2,"accumulated_total_tokens":120,"accumulated_input_tokens":100,"accumulated_output_tokens":20}
      {"role":"user","created":1,"content":[]}
      """
    let file = LogDesk.findings(of: GooseFiles(), in: line, path: "20250601_1.jsonl").calls
    #expect(file.map(\.facts.usage.totalTokens) == [120])
    var desk = try DatabaseDesk(Self.old)
    try begin("20250601_1", in: desk)
    try grow("20250601_1", input: 150, output: 20, in: desk)
    #expect(try desk.read(GooseDatabase()).calls.map(\.keys) == file.map(\.keys))
    #expect(LogDesk.findings(of: GooseFiles(), in: "{\"a\":1}", path: "x.jsonl").skipped == [.unfamiliar: 1])
    #expect(LogDesk.findings(of: GooseFiles(), in: "", path: "x.jsonl").skipped == [.malformed: 1])
  }

  @Test func `strange rows are skipped`() throws {
    var desk = try DatabaseDesk(Self.old + Self.new)
    try desk.database.execute(
      """
      INSERT INTO sessions (id, working_dir, updated_at, created_at, accumulated_input_tokens)
      VALUES (NULL, '', '', '', 1), ('t', '', 'then', NULL, 5), ('h', '', '2026-05-01', '', 9223372036854775807),
        ('n', '', '2026-05-01', '', -4), ('x', '', '2026-05-01', '', 'many'), ('p', '', '2026-05-01', '', 8);
      UPDATE sessions SET parent_session_id = 'p' WHERE id = 'p';
      INSERT INTO usage_ledger (session_id, created_timestamp, input_tokens)
      VALUES ('gone', 5, 5), ('p', 'never', 5), ('p', 5, NULL);
      """)
    let found = try desk.read(GooseDatabase())
    #expect(found.skipped == [.malformed: 2, .timeless: 2, .empty: 1])
    #expect(found.calls.map(\.facts.sessionID) == ["p"])
    var other = try DatabaseDesk("CREATE TABLE sessions (id)")
    #expect(try other.read(GooseDatabase()).skipped == [.unfamiliar: 1])
  }

  @Test func `whenever it is read, all is counted once`() throws {
    try forAll(seed: 8, count: 40) { random in
      (0..<14).map { _ in Int.random(in: 0...9, using: &random) }
    } check: { steps in
      var desk = try DatabaseDesk(Self.old)
      for id in ["a", "b"] { try begin(id, in: desk) }
      var (counted, used): (Int64, Int64) = (0, 0)
      var keys: [RecordKey] = []
      for (index, step) in steps.enumerated() {
        if index == 5 { try desk.database.execute(Self.new) }
        let id = step % 2 == 0 ? "a" : "b"
        // Also newer versions may be followed by older ones, which let only the sums grow.
        let isOld = index < 5 || step == 4
        if isOld { try grow(id, input: Int64(step), output: 1, in: desk) }
        if !isOld { try record(id, input: Int64(step), output: 1, in: desk) }
        used += Int64(step) + 1
        guard step > 5 || index == steps.count - 1 else { continue }
        let calls = try desk.read(GooseDatabase()).calls
        counted += calls.reduce(0) { $0 + $1.facts.usage.totalTokens }
        keys += calls.flatMap(\.keys)
      }
      return counted == used && Set(keys).count == keys.count
    }
  }

  @Test func `its places follow the system and the environment`() {
    let home = LogHome(environment: [:], folder: "/h", isMac: true)
    #expect(GooseDatabase().roots(of: home).contains("/h/Library/Application Support/goose/sessions/sessions.db"))
    #expect(GooseDatabase().roots(of: home).contains("/h/.local/share/goose/sessions/sessions.db"))
    let named = LogHome(environment: ["GOOSE_PATH_ROOT": "/g"], folder: "/h", isMac: false)
    #expect(GooseDatabase().roots(of: named) == ["/g/data/sessions/sessions.db"])
    #expect(GooseFiles().roots(of: named) == ["/g/data/sessions"])
  }
}
