-- From version 4 to version 5.

CREATE TABLE insight (
  tag TEXT NOT NULL,
  verdict TEXT NOT NULL,
  average_cores REAL NOT NULL,
  busy_time REAL NOT NULL,
  critical_path TEXT NOT NULL,
  scaling TEXT NOT NULL
);

CREATE TABLE finding (
  position INTEGER PRIMARY KEY,
  rule TEXT NOT NULL,
  severity TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  recoverable_ms REAL NOT NULL,
  recoverable_core_ms REAL NOT NULL,
  numbers TEXT NOT NULL,
  links TEXT NOT NULL,
  advice TEXT NOT NULL
);

CREATE TABLE wall_time (
  part TEXT PRIMARY KEY,
  ms REAL NOT NULL,
  core_ms REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE stage_wall_time (
  stage_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  scheduling REAL NOT NULL,
  compute REAL NOT NULL,
  shuffle_wait REAL NOT NULL,
  gc REAL NOT NULL,
  io REAL NOT NULL,
  stragglers REAL NOT NULL,
  idle REAL NOT NULL,
  PRIMARY KEY (stage_id, attempt)
) WITHOUT ROWID;
