-- The catalog: one row for each event log that was ever seen, and for each database without one. Times are milliseconds since 1970.
-- A change here needs a new version in store/catalog.cpp and a file in
-- store/schema/catalog_migration.

CREATE TABLE log (
  log_id TEXT PRIMARY KEY,
  directory TEXT NOT NULL,
  database TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  log_gone INTEGER NOT NULL,
  size INTEGER NOT NULL,
  bytes_read INTEGER NOT NULL,
  read_once INTEGER NOT NULL,
  problem TEXT,
  last_updated INTEGER NOT NULL,
  app_id TEXT,
  attempt_id TEXT,
  name TEXT NOT NULL,
  user TEXT NOT NULL,
  spark_version TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  exit_code INTEGER,
  jobs_running INTEGER NOT NULL,
  jobs_succeeded INTEGER NOT NULL,
  jobs_failed INTEGER NOT NULL,
  stages_active INTEGER NOT NULL,
  stages_complete INTEGER NOT NULL,
  stages_failed INTEGER NOT NULL,
  stages_skipped INTEGER NOT NULL,
  tasks_active INTEGER NOT NULL,
  tasks_complete INTEGER NOT NULL,
  tasks_failed INTEGER NOT NULL,
  tasks_killed INTEGER NOT NULL,
  task_time INTEGER NOT NULL,
  input_bytes INTEGER NOT NULL,
  shuffle_read_bytes INTEGER NOT NULL,
  shuffle_write_bytes INTEGER NOT NULL,
  spill_bytes INTEGER NOT NULL,
  last_job_failed INTEGER NOT NULL,
  core_time INTEGER,
  complete INTEGER,
  finding_count INTEGER NOT NULL DEFAULT 0,
  finding TEXT,
  queue TEXT NOT NULL DEFAULT '',
  job TEXT NOT NULL DEFAULT '',
  memory_time REAL,
  waste_core_time INTEGER,
  findings TEXT NOT NULL DEFAULT '[]',
  severity TEXT NOT NULL DEFAULT '',
  insights_tag TEXT NOT NULL DEFAULT '',
  alerts_made INTEGER NOT NULL DEFAULT 0,
  last_event INTEGER
) WITHOUT ROWID;

CREATE INDEX log_by_application ON log (app_id);
CREATE INDEX log_without_alerts ON log (end_time) WHERE alerts_made = 0;
-- Of completed runs that were read.
CREATE INDEX log_by_job ON log (job, start_time) WHERE job <> '' AND read_once = 1
  AND end_time IS NOT NULL AND coalesce(exit_code, last_job_failed) = 0;

-- What was to be told to somebody of an application attempt (attempt_id '': it has none), and what became of it.
CREATE TABLE alert (
  app_id TEXT NOT NULL,
  attempt_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  tries INTEGER NOT NULL,
  next_try INTEGER,
  sent_at INTEGER,
  answer TEXT NOT NULL,
  PRIMARY KEY (app_id, attempt_id, kind)
) WITHOUT ROWID;

-- When alerts were first asked for: no row, or one. What ended before is old news.
CREATE TABLE alert_start (
  at INTEGER NOT NULL
);
