-- From version 3 to version 4. Logs without the present tag are looked at again, from their checkpoints.
ALTER TABLE log ADD COLUMN queue TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN job TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN memory_time REAL;
ALTER TABLE log ADD COLUMN waste_core_time INTEGER;
ALTER TABLE log ADD COLUMN findings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE log ADD COLUMN severity TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN insights_tag TEXT NOT NULL DEFAULT '';
ALTER TABLE log ADD COLUMN alerts_made INTEGER NOT NULL DEFAULT 0;

CREATE INDEX log_without_alerts ON log (end_time) WHERE alerts_made = 0;

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

CREATE TABLE alert_start (
  at INTEGER NOT NULL
);
