#include "historyserver/store/executor_store.h"

#include <limits>
#include <map>
#include <utility>

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<ExecutorRow> {
  using Row = ExecutorRow;
  static constexpr const char* table = "executor";
  static constexpr auto columns = std::tuple{
      Column{"executor_id", &Row::id},
      Column{"host_port", &Row::host_port},
      Column{"host", &Row::host},
      Column{"is_active", &Row::is_active},
      Column{"rdd_blocks", &Row::rdd_blocks},
      Column{"memory_used", &Row::memory_used},
      Column{"disk_used", &Row::disk_used},
      Column{"total_cores", &Row::total_cores},
      Column{"max_tasks", &Row::max_tasks},
      Column{"active_tasks", &Row::active_tasks},
      Column{"failed_tasks", &Row::failed_tasks},
      Column{"completed_tasks", &Row::completed_tasks},
      Column{"total_tasks", &Row::total_tasks},
      Column{"total_duration", &Row::total_duration},
      Column{"total_gc_time", &Row::total_gc_time},
      Column{"total_input_bytes", &Row::total_input_bytes},
      Column{"total_shuffle_read", &Row::total_shuffle_read},
      Column{"total_shuffle_write", &Row::total_shuffle_write},
      Column{"is_excluded", &Row::is_excluded},
      Column{"max_memory", &Row::max_memory},
      Column{"add_time", &Row::add_time},
      Column{"remove_time", &Row::remove_time},
      Column{"remove_reason", &Row::remove_reason},
      Column{"executor_logs", &Row::executor_logs},
      Column{"total_on_heap", &Row::total_on_heap},
      Column{"total_off_heap", &Row::total_off_heap},
      Column{"used_on_heap", &Row::used_on_heap},
      Column{"used_off_heap", &Row::used_off_heap},
      Column{"excluded_in_stages", &Row::excluded_in_stages},
      Column{"peak_metrics", &Row::peak_metrics},
      Column{"attributes", &Row::attributes},
      Column{"resources", &Row::resources},
      Column{"resource_profile_id", &Row::resource_profile_id},
  };
};

Result<void> ExecutorStore::put(const ExecutorRow& row) {
  kept_.put(row.id, row);
  return cached_upsert(database_, put_, row);
}

Result<std::vector<ExecutorRow>> ExecutorStore::list() {
  if (auto kept = kept_.take_all()) return *std::move(kept);
  return select_rows<ExecutorRow>(database_, "ORDER BY executor_id");
}

Result<HeldTimes> ExecutorStore::held_times(std::int64_t until) {
  auto statement = database_.prepare(
      "SELECT resource_profile_id, executor_id IN ('driver', '<driver>'), total_cores,"
      " max(0.0, min(coalesce(remove_time, ?1), ?1) - add_time) FROM executor"
      " WHERE total_cores > 0");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, until);
  // Grouping takes SQLite longer than all the rest. In floating point: a log may tell any numbers.
  std::map<std::pair<std::int64_t, bool>, double> sums;
  double core_time = 0;
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const double ms = statement->real(3);
    sums[{statement->integer(0), statement->integer(1) != 0}] += ms;
    core_time += static_cast<double>(statement->integer(2)) * ms;
  }
  HeldTimes held;
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  held.core_time =
      core_time < static_cast<double>(most) ? static_cast<std::int64_t>(core_time) : most;
  for (const auto& [of, ms] : sums) held.by_profile.push_back({of.first, of.second, ms});
  return held;
}

Result<std::int64_t> ExecutorStore::core_time(std::int64_t until) {
  const auto held = held_times(until);
  if (!held) return std::unexpected(held.error());
  return held->core_time;
}

}  // namespace afterglow::history
