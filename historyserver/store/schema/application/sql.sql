-- Spark SQL. Jobs of an execution: job.sql_execution_id. Its status follows from error,
-- completion_time and the status of its jobs.
CREATE TABLE sql_execution (
  execution_id INTEGER PRIMARY KEY,
  root_execution_id INTEGER NOT NULL, -- the execution that this one is a part of, or itself
  query_id TEXT,
  description TEXT,
  details TEXT NOT NULL,
  submission_time INTEGER, -- null: the log does not hold its start
  completion_time INTEGER, -- null: the log does not hold its end
  error TEXT, -- empty: it ended well; null: the log does not say (before Spark 3.4)
  job_group TEXT,
  job_tags TEXT NOT NULL,
  modified_configs TEXT NOT NULL,
  plan_versions INTEGER NOT NULL, -- how many plans it had: version 0 and what adaptive execution made
  metrics_are_final INTEGER NOT NULL, -- 1: sql_metric holds the values; 0: they must be aggregated
  has_late_jobs INTEGER NOT NULL -- 1: jobs started after its end
);
CREATE INDEX job_by_sql_execution ON job (sql_execution_id) WHERE sql_execution_id IS NOT NULL;

-- Long words of plans, each once an execution.
CREATE TABLE sql_text (
  text_id INTEGER PRIMARY KEY,
  execution_id INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX sql_text_by_execution ON sql_text (execution_id);

-- The plan as EXPLAIN prints it; kept of the first and of the latest version.
CREATE TABLE sql_plan (
  execution_id INTEGER NOT NULL,
  plan_version INTEGER NOT NULL,
  description TEXT,
  PRIMARY KEY (execution_id, plan_version)
);

-- The graph of every version as Spark draws it: operators and clusters of operators that are compiled
-- together ("WholeStageCodegen (1)"), numbered by Spark's rules.
CREATE TABLE sql_plan_node (
  execution_id INTEGER NOT NULL,
  plan_version INTEGER NOT NULL,
  node_id INTEGER NOT NULL,
  cluster_id INTEGER, -- the node that is the cluster around this one
  name TEXT NOT NULL,
  description_id INTEGER NOT NULL, -- sql_text
  metadata_id INTEGER, -- sql_text, a JSON object: of file scans, "Location" and the like
  PRIMARY KEY (execution_id, plan_version, node_id)
) WITHOUT ROWID;

CREATE TABLE sql_plan_edge (
  execution_id INTEGER NOT NULL,
  plan_version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  from_id INTEGER NOT NULL, -- the node that hands its rows
  to_id INTEGER NOT NULL, -- to this one
  PRIMARY KEY (execution_id, plan_version, position)
) WITHOUT ROWID;

CREATE TABLE sql_plan_metric (
  execution_id INTEGER NOT NULL,
  plan_version INTEGER NOT NULL,
  node_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  accumulator_id INTEGER NOT NULL,
  name_id INTEGER NOT NULL, -- sql_text
  PRIMARY KEY (execution_id, plan_version, node_id, position)
) WITHOUT ROWID;

CREATE VIEW sql_plan_node_text AS
  SELECT node.execution_id, plan_version, node_id, cluster_id, name,
    description.text AS description, metadata.text AS metadata
  FROM sql_plan_node AS node
  JOIN sql_text AS description ON description.text_id = description_id
  LEFT JOIN sql_text AS metadata ON metadata.text_id = metadata_id;

-- The metrics of all versions of an execution's plan together, and of its subqueries. The values are
-- those that count for the type (model/sql_metric_text.h); all are null when there is none at all.
CREATE TABLE sql_metric (
  execution_id INTEGER NOT NULL,
  accumulator_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  metric_type TEXT NOT NULL, -- sum, size (bytes), timing (ms), nsTiming (ns), average (tenths)...
  value_count INTEGER,
  value_sum INTEGER,
  value_min INTEGER,
  value_median INTEGER,
  value_max INTEGER,
  max_stage_id INTEGER, -- which task had the maximum; null: the driver
  max_stage_attempt INTEGER,
  max_task_id INTEGER,
  PRIMARY KEY (execution_id, accumulator_id)
) WITHOUT ROWID;

CREATE VIEW sql_plan_metric_text AS
  SELECT metric.execution_id, plan_version, node_id, position, metric.accumulator_id,
    text AS name, metric_type
  FROM sql_plan_metric AS metric
  JOIN sql_text ON text_id = name_id
  JOIN sql_metric AS info ON info.execution_id = metric.execution_id
    AND info.accumulator_id = metric.accumulator_id;

-- The stages of an execution's jobs, in the order in which the jobs named them.
CREATE TABLE sql_stage (
  execution_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  stage_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL, -- whose tasks' values count: the latest that was submitted
  task_count INTEGER NOT NULL,
  is_followed INTEGER NOT NULL, -- 0: no metric was known when its job began; its values do not count
  PRIMARY KEY (execution_id, position)
) WITHOUT ROWID;

-- Values of metrics that the driver itself measured, in their order.
CREATE TABLE sql_driver_update (
  update_id INTEGER PRIMARY KEY,
  execution_id INTEGER NOT NULL,
  accumulator_id INTEGER NOT NULL,
  value INTEGER NOT NULL
);
CREATE INDEX sql_driver_update_by_execution ON sql_driver_update (execution_id);
