-- Sessions of the Connect server and of the Thrift server; kind says which.
CREATE TABLE session (
  kind TEXT NOT NULL,
  session_id TEXT NOT NULL,
  user TEXT NOT NULL,
  ip TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  finish_time INTEGER,
  operation_count INTEGER NOT NULL,
  PRIMARY KEY (kind, session_id)
) WITHOUT ROWID;

CREATE TABLE session_operation (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  user TEXT NOT NULL,
  user_name TEXT NOT NULL,
  statement TEXT NOT NULL,
  group_id TEXT NOT NULL,
  session_tags TEXT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  compiled_time INTEGER,
  ready_time INTEGER,
  finish_time INTEGER,
  close_time INTEGER,
  plan TEXT NOT NULL,
  error TEXT,
  error_trace TEXT,
  produced_rows INTEGER,
  job_ids TEXT NOT NULL,
  sql_execution_ids TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX session_operation_group ON session_operation (group_id) WHERE group_id <> '';
