#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "common/base/environment.h"
#include "common/base/redact.h"
#include "common/base/result.h"
#include "historyserver/alerts/alert_rules.h"
#include "historyserver/api/proxy_base.h"
#include "historyserver/api/spark_ui.h"
#include "historyserver/api/sql_console.h"
#include "historyserver/command_line.h"
#include "historyserver/fleet/job_key.h"
#include "historyserver/fleet/run_sums.h"
#include "historyserver/ingest/pipeline.h"
#include "historyserver/insights/rule.h"
#include "historyserver/store/spark_retention.h"

namespace afterglow::history {

// The server's configuration, resolved and checked.
struct Settings {
  std::vector<std::string> directories;  // absolute paths
  std::string store;                     // absolute path
  std::string host;
  int port = 0;
  std::chrono::milliseconds update_interval{};
  int threads = 1;
  WithoutLog without_log = WithoutLog::keep;
  Redactor redactor;                         // of what is read from now on
  std::optional<RetentionLimits> retention;  // of /api/v1; nothing: all
  SqlConsole console;
  ProxyBase proxy;
  SparkUi ui;
  ThresholdValues thresholds;  // of findings, those that are set
  JobKey job_key;
  Prices prices;
  AlertSettings alerts;
};

// Strongest first: options, --conf, -D options in SPARK_HISTORY_OPTS, the properties file, defaults
// (conf_keys.h). The properties file is the one named, else spark-defaults.conf in SPARK_CONF_DIR
// or in conf below SPARK_HOME. An error names the key or option, its value, and what is expected.
Result<Settings> resolve_settings(const CommandLine& line, const Environment& environment);

// Settings::store alone, by the same rules.
Result<std::string> resolve_store(const CommandLine& line, const Environment& environment);

// Settings::thresholds alone, likewise.
Result<ThresholdValues> resolve_thresholds(const CommandLine& line, const Environment& environment);

}  // namespace afterglow::history
