-- One row from the first EnvironmentUpdate on: the latest one.
CREATE TABLE environment (
  jvm_information TEXT NOT NULL,
  spark_properties TEXT NOT NULL,
  hadoop_properties TEXT NOT NULL,
  system_properties TEXT NOT NULL,
  metrics_properties TEXT NOT NULL,
  classpath_entries TEXT NOT NULL
);

CREATE TABLE resource_profile (
  id INTEGER PRIMARY KEY,
  executor_resources TEXT NOT NULL,
  task_resources TEXT NOT NULL
);

-- Processes that are no executors.
CREATE TABLE misc_process (
  process_id TEXT PRIMARY KEY,
  host_port TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  total_cores INTEGER NOT NULL,
  add_time INTEGER NOT NULL,
  logs TEXT NOT NULL
);
