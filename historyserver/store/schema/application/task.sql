
-- Tasks that have ended stand in chunks of up to 4,096, by stage attempt and in the order in which
-- they ended. A chunk holds a column for each number that is kept of a task, packed as
-- store/packed_column.h tells; store/task_column.h lists the columns. Columns of at most 128 bytes,
-- and all columns of a chunk of at most 64 tasks, stand together in `columns` (column number and
-- length as varints, then the bytes); larger ones have a row in task_column each. Tables of one row
-- a task are read through the virtual table `task`.
CREATE TABLE task_chunk (
  stage_id INTEGER NOT NULL,
  stage_attempt INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  tasks INTEGER NOT NULL,
  columns BLOB NOT NULL,
  PRIMARY KEY (stage_id, stage_attempt, chunk)
);

CREATE TABLE task_column (
  stage_id INTEGER NOT NULL,
  stage_attempt INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  column_number INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (stage_id, stage_attempt, column_number, chunk)
);

-- The words that columns of tasks name by number: executors, hosts, localities, errors.
CREATE TABLE text (
  text_id INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

-- Tasks that were running when the log was last read.
CREATE TABLE running_task (
  task_id INTEGER PRIMARY KEY,
  stage_id INTEGER NOT NULL,
  stage_attempt INTEGER NOT NULL,
  task_index INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  partition_id INTEGER NOT NULL,
  launch_time INTEGER NOT NULL,
  result_fetch_start INTEGER NOT NULL,
  executor_id TEXT NOT NULL,
  host TEXT NOT NULL,
  status TEXT NOT NULL,
  locality TEXT NOT NULL,
  speculative INTEGER NOT NULL,
  accumulables TEXT NOT NULL
);
CREATE INDEX running_task_by_stage ON running_task (stage_id, stage_attempt);
