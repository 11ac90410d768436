import SQLite
import TestSupport

/// A database of Copilot CLI, made for a test.
struct CopilotStoreSample {
  /// A connection that reads and writes it.
  let connection: Connection

  /// Makes one in a folder, with all columns or with those of the first version.
  init(_ folder: TemporaryFolder, _ name: String, isOld: Bool = false) throws {
    connection = try Connection(path: folder.file(name), mode: .readWriteCreate, busyTimeoutMilliseconds: 1_000)
    let more = """
      , agent_id TEXT, parent_tool_call_id TEXT, initiator TEXT, total_nano_aiu INTEGER, duration_ms REAL,
      reasoning_tokens INTEGER, cache_write_tokens INTEGER, created_at TEXT
      """
    try connection.execute(
      """
      CREATE TABLE assistant_usage_events (
        id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, turn_index INTEGER, model TEXT,
        input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER\(isOld ? "" : more));
      CREATE TABLE sessions (id TEXT PRIMARY KEY, cwd TEXT, branch TEXT);
      INSERT INTO sessions VALUES ('s1', '/home/u/app', 'main');
      """)
  }

  /// Adds a call of so many input tokens.
  func add(session: String, input: Int64?) throws {
    try connection.run(
      """
      INSERT INTO assistant_usage_events (session_id, model, input_tokens, output_tokens, cache_read_tokens)
      VALUES (?, 'gpt-5.4', ?, ?, ?)
      """, .text(session), SQLValue(input), SQLValue(input.map { _ in 10 }), SQLValue(input.map { $0 / 2 }))
  }
}
