#include "historyserver/store/environment_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<EnvironmentRow> {
  using Row = EnvironmentRow;
  static constexpr const char* table = "environment";
  static constexpr auto columns = std::tuple{
      Column{"jvm_information", &Row::jvm_information},
      Column{"spark_properties", &Row::spark_properties},
      Column{"hadoop_properties", &Row::hadoop_properties},
      Column{"system_properties", &Row::system_properties},
      Column{"metrics_properties", &Row::metrics_properties},
      Column{"classpath_entries", &Row::classpath_entries},
  };
};

template <>
struct RowColumns<ResourceProfileRow> {
  using Row = ResourceProfileRow;
  static constexpr const char* table = "resource_profile";
  static constexpr auto columns = std::tuple{
      Column{"id", &Row::id},
      Column{"executor_resources", &Row::executor_resources},
      Column{"task_resources", &Row::task_resources},
  };
};

template <>
struct RowColumns<MiscProcessRow> {
  using Row = MiscProcessRow;
  static constexpr const char* table = "misc_process";
  static constexpr auto columns = std::tuple{
      Column{"process_id", &Row::id},       Column{"host_port", &Row::host_port},
      Column{"is_active", &Row::is_active}, Column{"total_cores", &Row::total_cores},
      Column{"add_time", &Row::add_time},   Column{"logs", &Row::logs},
  };
};

namespace {

// These events are rare: no statement is kept for them.
template <typename Row>
Result<void> put_row(Database& database, const Row& row) {
  std::optional<Statement> statement;
  return cached_upsert(database, statement, row);
}

}  // namespace

void EnvironmentStore::keep_rows() {
  kept_properties_.begin();
  kept_profiles_.begin();
}
Result<void> EnvironmentStore::replace(const EnvironmentRow& row) {
  kept_properties_.put(0, row.spark_properties);
  auto deleted = delete_all(database_, "environment");
  return deleted ? put_row(database_, row) : deleted;
}
Result<void> EnvironmentStore::put(const ResourceProfileRow& row) {
  kept_profiles_.put(row.id, row);
  return put_row(database_, row);
}
Result<void> EnvironmentStore::put(const MiscProcessRow& row) {
  return put_row(database_, row);
}

Result<std::optional<EnvironmentRow>> EnvironmentStore::get() {
  return select_row<EnvironmentRow>(database_, "");
}
Result<StringMap> EnvironmentStore::spark_properties() {
  if (auto kept = kept_properties_.take(0)) return *std::move(kept);
  auto select = database_.prepare("SELECT spark_properties FROM environment");
  if (!select) return std::unexpected(select.error());
  const auto there = select->step();
  if (!there) return std::unexpected(there.error());
  StringMap properties;
  if (*there) from_json_text(select->text(0), properties);
  return properties;
}
Result<std::vector<ResourceProfileRow>> EnvironmentStore::resource_profiles() {
  if (auto kept = kept_profiles_.take_all()) return *std::move(kept);
  return select_rows<ResourceProfileRow>(database_, "ORDER BY id");
}
Result<std::vector<MiscProcessRow>> EnvironmentStore::processes() {
  return select_rows<MiscProcessRow>(database_, "ORDER BY process_id");
}
Result<std::optional<MiscProcessRow>> EnvironmentStore::process(const std::string& id) {
  return select_row<MiscProcessRow>(database_, "WHERE process_id = ?", id);
}

}  // namespace afterglow::history
