#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/resource_profile.h"
#include "historyserver/model/string_map.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_rows.h"

namespace afterglow::history {

// What an application ran with, each map in the order of its keys, as Spark's API lists it.
struct EnvironmentRow {
  StringMap jvm_information;  // "Java Version", "Java Home", "Scala Version"
  StringMap spark_properties;
  StringMap hadoop_properties;
  StringMap system_properties;
  StringMap metrics_properties;
  StringMap classpath_entries;  // path -> where it comes from
};

struct ResourceProfileRow {
  std::int64_t id = 0;
  ExecutorResourceRequests executor_resources;
  TaskResourceRequests task_resources;
};

// A process that is no executor. Times are ms since 1970.
struct MiscProcessRow {
  std::string id;
  std::string host_port;
  bool is_active = true;
  std::int64_t total_cores = 0;
  std::int64_t add_time = 0;
  StringMap logs;
};

// The tables environment, resource_profile and misc_process.
class EnvironmentStore {
 public:
  explicit EnvironmentStore(Database& database) : database_(database) {}

  // From here on, while there are none, keeps rows for the next spark_properties() and
  // resource_profiles().
  void keep_rows();
  Result<void> replace(const EnvironmentRow& row);
  Result<void> put(const ResourceProfileRow& row);
  Result<void> put(const MiscProcessRow& row);

  // Nothing when the log has no EnvironmentUpdate.
  Result<std::optional<EnvironmentRow>> get();
  // Of it, Spark's properties alone; empty without one.
  Result<StringMap> spark_properties();
  Result<std::vector<ResourceProfileRow>> resource_profiles();  // by id
  Result<std::vector<MiscProcessRow>> processes();              // by id
  Result<std::optional<MiscProcessRow>> process(const std::string& id);

 private:
  Database& database_;
  KeptRows<int, StringMap> kept_properties_;  // one
  KeptRows<std::int64_t, ResourceProfileRow> kept_profiles_;
};

}  // namespace afterglow::history
