-- How much of what the log announces is in it: one row, rewritten with every commit.
CREATE TABLE log_completeness (
  complete INTEGER NOT NULL,
  in_progress INTEGER NOT NULL,
  application_starts INTEGER NOT NULL,
  application_ends INTEGER NOT NULL,
  compacted INTEGER NOT NULL,
  torn_end INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  bad_lines INTEGER NOT NULL,
  first_bad_line TEXT,
  long_lines INTEGER NOT NULL,
  first_long_line TEXT,
  damaged_spots INTEGER NOT NULL,
  first_damaged_spot TEXT,
  missing_files INTEGER NOT NULL,
  first_missing_file TEXT,
  read_error TEXT,
  excluded_events TEXT,
  jobs_started INTEGER NOT NULL,
  jobs_ended INTEGER NOT NULL,
  job_ends_without_start INTEGER NOT NULL,
  stages_submitted INTEGER NOT NULL,
  stages_completed INTEGER NOT NULL,
  stage_ends_without_start INTEGER NOT NULL,
  stages_lacking_tasks INTEGER NOT NULL,
  tasks_lacking INTEGER NOT NULL,
  tasks_started INTEGER NOT NULL,
  tasks_ended INTEGER NOT NULL,
  task_ends_without_start INTEGER NOT NULL,
  highest_task_id INTEGER NOT NULL,
  unknown_events INTEGER NOT NULL,
  unused_events INTEGER NOT NULL,
  read_to_end INTEGER NOT NULL
);

-- What that means, in the order in which a person should read it.
CREATE TABLE log_finding (
  position INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  matters INTEGER NOT NULL,
  count INTEGER NOT NULL,
  text TEXT NOT NULL,
  first TEXT
);

-- Events that added nothing to this database, by name: known ones of Spark, and unknown ones. Names
-- beyond the first thousand are counted together as "(other)".
CREATE TABLE event_count (
  name TEXT PRIMARY KEY,
  known INTEGER NOT NULL,
  count INTEGER NOT NULL
);
