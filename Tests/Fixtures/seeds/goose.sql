CREATE TABLE sessions (id TEXT PRIMARY KEY, description TEXT, working_dir TEXT NOT NULL,
  created_at TIMESTAMP DEFAULT '2026-05-01 08:00:00', updated_at TIMESTAMP DEFAULT '2026-05-01 09:00:00',
  total_tokens INTEGER, input_tokens INTEGER, output_tokens INTEGER, accumulated_total_tokens INTEGER,
  accumulated_input_tokens INTEGER, accumulated_output_tokens INTEGER, provider_name TEXT, model_config_json TEXT,
  accumulated_cache_read_tokens INTEGER, accumulated_cache_write_tokens INTEGER, parent_session_id TEXT);
CREATE TABLE usage_ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL,
  created_timestamp INTEGER NOT NULL, model TEXT, input_tokens INTEGER, output_tokens INTEGER,
  total_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER, cost REAL, cost_source TEXT,
  is_compaction INTEGER DEFAULT 0);
INSERT INTO sessions (id, working_dir, provider_name, model_config_json, accumulated_total_tokens,
  accumulated_input_tokens, accumulated_output_tokens) VALUES ('20260501_1', '/home/u/app', 'anthropic',
  '{"model_name":"claude-sonnet-4-5","context_limit":null}', 120, 100, 20);
INSERT INTO usage_ledger (session_id, created_timestamp, model, input_tokens, output_tokens, total_tokens, cost,
  cost_source) VALUES ('20260501_1', 1790000100, 'gpt-5', 60, 10, 70, 0.25, 'provider_reported');
