CREATE TABLE assistant_usage_events (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT,
  turn_index INTEGER, model TEXT, input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER,
  agent_id TEXT, parent_tool_call_id TEXT, initiator TEXT, total_nano_aiu INTEGER, duration_ms REAL,
  reasoning_tokens INTEGER, cache_write_tokens INTEGER, created_at TEXT);
CREATE TABLE sessions (id TEXT PRIMARY KEY, cwd TEXT, branch TEXT);
INSERT INTO sessions VALUES ('s1', '/home/u/app', 'main');
INSERT INTO assistant_usage_events (session_id, model, input_tokens, output_tokens, cache_read_tokens, created_at)
  VALUES ('s1', 'gpt-5.4', 100, 10, 50, '2026-09-01T09:00:00.000Z');
