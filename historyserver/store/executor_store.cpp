#include "historyserver/store/executor_store.h"

#include <algorithm>
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
  kept_holds_.put(row.id, {.resource_profile_id = row.resource_profile_id,
                           .is_driver = row.id == "driver" || row.id == "<driver>",
                           .cores = row.total_cores,
                           .from = row.add_time,
                           .to = row.remove_time});
  return cached_upsert(database_, put_, row);
}

Result<std::vector<ExecutorRow>> ExecutorStore::list() {
  if (auto kept = kept_.take_all()) return *std::move(kept);
  return select_rows<ExecutorRow>(database_, "ORDER BY executor_id");
}

Result<std::vector<ExecutorStore::Hold>> ExecutorStore::holds() {
  std::vector<Hold> holds;
  if (const auto* kept = kept_holds_.all()) {
    for (const auto& [id, hold] : *kept) holds.push_back(hold);
    return holds;
  }
  auto statement = database_.prepare(
      "SELECT resource_profile_id, executor_id IN ('driver', '<driver>'), total_cores, add_time,"
      " remove_time FROM executor");
  if (!statement) return std::unexpected(statement.error());
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return holds;
    Hold& hold = holds.emplace_back();
    hold.resource_profile_id = statement->integer(0);
    hold.is_driver = statement->integer(1) != 0;
    hold.cores = statement->integer(2);
    hold.from = statement->integer(3);
    if (!statement->is_null(4)) hold.to = statement->integer(4);
  }
}

Result<HeldTimes> ExecutorStore::held_times(std::int64_t until) {
  const auto holds = this->holds();
  if (!holds) return std::unexpected(holds.error());
  // In floating point: a log may tell any numbers.
  std::map<std::pair<std::int64_t, bool>, double> sums;
  double core_time = 0;
  for (const Hold& hold : *holds) {
    if (hold.cores <= 0) continue;
    const std::int64_t to = std::min(hold.to.value_or(until), until);
    const double ms = std::max(0.0, static_cast<double>(to) - static_cast<double>(hold.from));
    sums[{hold.resource_profile_id, hold.is_driver}] += ms;
    core_time += static_cast<double>(hold.cores) * ms;
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
