-- From version 5 to version 6.

ALTER TABLE insight RENAME TO old_insight;
ALTER TABLE wall_time RENAME TO old_wall_time;

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

INSERT INTO insight SELECT tag, verdict, average_cores, busy_time, critical_path, scaling,
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'driver_only'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'driver_only'), 0),
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'waiting_for_resources'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'waiting_for_resources'), 0),
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'scheduling'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'scheduling'), 0),
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'compute'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'compute'), 0),
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'shuffle_wait'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'shuffle_wait'), 0),
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'gc'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'gc'), 0),
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'io'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'io'), 0),
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'stragglers'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'stragglers'), 0),
  coalesce((SELECT ms FROM old_wall_time WHERE part = 'idle'), 0),
  coalesce((SELECT core_ms FROM old_wall_time WHERE part = 'idle'), 0)
FROM old_insight;

DROP TABLE old_insight;
DROP TABLE old_wall_time;

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
