-- What follows from all the rest (insights/): where the time went and what could be better. Made when
-- the log was read to its end; empty before that. Amounts are ms.

-- One row, by which rules and thresholds the following tables were made.
CREATE TABLE insight (
  tag TEXT NOT NULL,
  verdict TEXT NOT NULL,
  average_cores REAL NOT NULL,
  busy_time REAL NOT NULL,
  critical_path TEXT NOT NULL,
  scaling TEXT NOT NULL,
  wall_driver_only REAL NOT NULL,
  cores_driver_only REAL NOT NULL,
  wall_waiting_for_resources REAL NOT NULL,
  cores_waiting_for_resources REAL NOT NULL,
  wall_scheduling REAL NOT NULL,
  cores_scheduling REAL NOT NULL,
  wall_compute REAL NOT NULL,
  cores_compute REAL NOT NULL,
  wall_shuffle_wait REAL NOT NULL,
  cores_shuffle_wait REAL NOT NULL,
  wall_gc REAL NOT NULL,
  cores_gc REAL NOT NULL,
  wall_io REAL NOT NULL,
  cores_io REAL NOT NULL,
  wall_stragglers REAL NOT NULL,
  cores_stragglers REAL NOT NULL,
  wall_idle REAL NOT NULL,
  cores_idle REAL NOT NULL
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

-- Where the application's time went: its parts.
CREATE VIEW wall_time AS
  SELECT 'driver_only' AS part, wall_driver_only AS ms, cores_driver_only AS core_ms FROM insight
  UNION ALL SELECT 'waiting_for_resources', wall_waiting_for_resources, cores_waiting_for_resources FROM insight
  UNION ALL SELECT 'scheduling', wall_scheduling, cores_scheduling FROM insight
  UNION ALL SELECT 'compute', wall_compute, cores_compute FROM insight
  UNION ALL SELECT 'shuffle_wait', wall_shuffle_wait, cores_shuffle_wait FROM insight
  UNION ALL SELECT 'gc', wall_gc, cores_gc FROM insight
  UNION ALL SELECT 'io', wall_io, cores_io FROM insight
  UNION ALL SELECT 'stragglers', wall_stragglers, cores_stragglers FROM insight
  UNION ALL SELECT 'idle', wall_idle, cores_idle FROM insight;

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
