-- The RDDs that a stage is made of, as the latest job that needs it tells them: for its graph.
CREATE TABLE stage_rdd (
  stage_id INTEGER NOT NULL,
  rdd_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  scope TEXT,
  callsite TEXT NOT NULL,
  parent_ids TEXT NOT NULL,
  storage_level TEXT NOT NULL,
  is_cached INTEGER NOT NULL,
  is_barrier INTEGER NOT NULL,
  determinism TEXT NOT NULL,
  partition_count INTEGER NOT NULL,
  PRIMARY KEY (stage_id, rdd_id)
) WITHOUT ROWID;

-- RDDs that are to be kept, from the first stage that makes them to their UnpersistRDD.
CREATE TABLE rdd (
  rdd_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  partition_count INTEGER NOT NULL,
  cached_partitions INTEGER NOT NULL,
  storage_level TEXT NOT NULL,
  memory_used INTEGER NOT NULL,
  disk_used INTEGER NOT NULL,
  distribution_slots INTEGER NOT NULL
);

-- What is kept of them, in the order in which it came.
CREATE TABLE rdd_partition (
  rdd_id INTEGER NOT NULL,
  block_name TEXT NOT NULL,
  position INTEGER NOT NULL,
  storage_level TEXT NOT NULL,
  memory_used INTEGER NOT NULL,
  disk_used INTEGER NOT NULL,
  executors TEXT NOT NULL,
  PRIMARY KEY (rdd_id, block_name)
) WITHOUT ROWID;

-- What an executor holds of an RDD.
CREATE TABLE rdd_distribution (
  rdd_id INTEGER NOT NULL,
  executor_id TEXT NOT NULL,
  executor_hash INTEGER NOT NULL,
  memory_used INTEGER NOT NULL,
  disk_used INTEGER NOT NULL,
  on_heap_used INTEGER NOT NULL,
  off_heap_used INTEGER NOT NULL,
  PRIMARY KEY (rdd_id, executor_id)
) WITHOUT ROWID;

-- What was left on an executor when its part of any RDD changed last, which is what Spark shows.
CREATE TABLE rdd_executor (
  executor_id TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  memory_remaining INTEGER NOT NULL,
  on_heap_remaining INTEGER,
  off_heap_remaining INTEGER
);

-- Spark lists executors as its hash map holds them: by slot, then by hash.
CREATE VIEW rdd_data_distribution AS
SELECT
  part.rdd_id AS rdd_id,
  part.executor_hash & (rdd.distribution_slots - 1) AS slot,
  part.executor_hash AS executor_hash,
  executor.address AS address,
  part.memory_used AS memory_used,
  executor.memory_remaining AS memory_remaining,
  part.disk_used AS disk_used,
  iif(executor.on_heap_remaining IS NULL, NULL, part.on_heap_used) AS on_heap_used,
  iif(executor.on_heap_remaining IS NULL, NULL, part.off_heap_used) AS off_heap_used,
  executor.on_heap_remaining AS on_heap_remaining,
  executor.off_heap_remaining AS off_heap_remaining
FROM rdd_distribution AS part
JOIN rdd USING (rdd_id)
JOIN rdd_executor AS executor USING (executor_id);

-- Blocks that receivers of streams have stored.
CREATE TABLE stream_block (
  block_name TEXT NOT NULL,
  executor_id TEXT NOT NULL,
  host_port TEXT NOT NULL,
  storage_level TEXT NOT NULL,
  use_memory INTEGER NOT NULL,
  use_disk INTEGER NOT NULL,
  deserialized INTEGER NOT NULL,
  memory_size INTEGER NOT NULL,
  disk_size INTEGER NOT NULL,
  PRIMARY KEY (block_name, executor_id)
) WITHOUT ROWID;
