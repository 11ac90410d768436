CREATE TABLE responses (id TEXT PRIMARY KEY, model TEXT, prompt TEXT, response TEXT, response_json TEXT,
  conversation_id TEXT, duration_ms INTEGER, datetime_utc TEXT, input_tokens INTEGER, output_tokens INTEGER,
  token_details TEXT, resolved_model TEXT);
INSERT INTO responses (id, model, resolved_model, conversation_id, duration_ms, datetime_utc, input_tokens,
  output_tokens, token_details, response_json) VALUES ('01a', 'gpt-5-mini', 'gpt-5-mini-2025-08-07', 'c', 1500,
  '2026-07-01T10:00:00.250000', 100, 20, '{"prompt_tokens_details":{"cached_tokens":60}}', '{"id":"chatcmpl-7"}');
CREATE TABLE turns (id TEXT PRIMARY KEY, thread_id TEXT, model TEXT, resolved_model TEXT, input_tokens INTEGER,
  output_tokens INTEGER, token_details TEXT, duration_ms INTEGER, datetime_utc TEXT);
INSERT INTO turns VALUES ('02a', 't', 'gpt-5', NULL, 7, 8, NULL, 10, '2026-07-01T10:00:00');
