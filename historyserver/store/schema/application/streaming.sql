-- Structured streaming queries, one row for each run.
CREATE TABLE streaming_query (
  run_id TEXT PRIMARY KEY,
  query_id TEXT NOT NULL,
  name TEXT,
  is_active INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  end_time INTEGER,
  exception TEXT,
  error_class TEXT,
  job_tags TEXT NOT NULL
);

-- All their triggers. NULL rates: Spark reported NaN or nothing.
CREATE TABLE streaming_progress (
  run_id TEXT NOT NULL,
  batch_id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  batch_duration INTEGER NOT NULL,
  input_rows INTEGER NOT NULL,
  input_rows_per_second REAL,
  processed_rows_per_second REAL,
  durations TEXT NOT NULL,
  event_time TEXT NOT NULL,
  state_operators TEXT NOT NULL,
  sources TEXT NOT NULL,
  sink TEXT NOT NULL,
  observed_metrics TEXT NOT NULL,
  PRIMARY KEY (run_id, batch_id, time)
) WITHOUT ROWID;
