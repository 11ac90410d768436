CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT NOT NULL);
CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, time_created INTEGER NOT NULL,
  time_updated INTEGER NOT NULL, data TEXT NOT NULL);
INSERT INTO session VALUES ('ses_1', NULL, '/home/u/app'), ('ses_2', 'ses_1', '/home/u/app');
INSERT INTO message VALUES ('msg_1', 'ses_1', 0, 1790000012000, '{"role":"assistant","providerID":"anthropic","modelID":"claude-sonnet-5","time":{"created":1790000000000,"completed":1790000012000},"path":{"cwd":"/home/u/app/x","root":"/home/u/app"},"mode":"build","agent":"build","cost":0.0123,"tokens":{"input":120,"output":300,"reasoning":40,"cache":{"read":20000,"write":900}}}');
CREATE TABLE session_v2 (id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT NOT NULL, title TEXT,
  fork_session_id TEXT, fork_boundary TEXT);
CREATE TABLE session_message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, type TEXT NOT NULL,
  seq INTEGER NOT NULL, time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL, data TEXT NOT NULL);
INSERT INTO session_v2 (id, directory) VALUES ('ses_1', '/home/u/app');
INSERT INTO session_message VALUES ('m2', 'ses_1', 'assistant', 1, 0, 1790000000000, '{"agent":"build","model":{"id":"gpt-5","providerID":"openai"},"cost":0,"tokens":{"input":10,"output":20,"reasoning":0,"cache":{"read":0,"write":0}},"time":{"created":1790000000000,"completed":1790000000005}}');
