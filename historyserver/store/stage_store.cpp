#include "historyserver/store/stage_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<StageRow> {
  using Row = StageRow;
  static constexpr const char* table = "stage";
  static constexpr auto columns = std::tuple{
      Column{"stage_id", &Row::stage_id},
      Column{"attempt", &Row::attempt},
      Column{"status", &Row::status},
      Column{"name", &Row::name},
      Column{"description", &Row::description},
      Column{"details", &Row::details},
      Column{"scheduling_pool", &Row::scheduling_pool},
      Column{"job_ids", &Row::job_ids},
      Column{"task_count", &Row::task_count},
      Column{"active_tasks", &Row::active_tasks},
      Column{"completed_tasks", &Row::completed_tasks},
      Column{"failed_tasks", &Row::failed_tasks},
      Column{"killed_tasks", &Row::killed_tasks},
      Column{"completed_indices", &Row::completed_indices},
      Column{"submission_time", &Row::submission_time},
      Column{"first_task_launched_time", &Row::first_task_launched_time},
      Column{"completion_time", &Row::completion_time},
      Column{"failure_reason", &Row::failure_reason},
      Column{"metrics", &Row::metrics},
      Column{"rdd_ids", &Row::rdd_ids},
      Column{"parent_ids", &Row::parent_ids},
      Column{"accumulables", &Row::accumulables},
      Column{"killed_tasks_summary", &Row::killed_tasks_summary},
      Column{"resource_profile_id", &Row::resource_profile_id},
      Column{"peak_executor_metrics", &Row::peak_executor_metrics},
      Column{"shuffle_push_enabled", &Row::shuffle_push_enabled},
      Column{"shuffle_mergers", &Row::shuffle_mergers},
      Column{"has_speculation", &Row::has_speculation},
      Column{"speculative_tasks", &Row::speculative_tasks},
      Column{"speculative_active", &Row::speculative_active},
      Column{"speculative_completed", &Row::speculative_completed},
      Column{"speculative_failed", &Row::speculative_failed},
      Column{"speculative_killed", &Row::speculative_killed},
  };
};

// A row of StageStore::numbers().
struct StageNumbers : StageRow {};

template <>
struct RowColumns<StageNumbers> {
  using Row = StageRow;
  static constexpr const char* table = "stage";
  static constexpr auto columns = std::tuple{
      Column{"stage_id", &Row::stage_id},
      Column{"attempt", &Row::attempt},
      Column{"status", &Row::status},
      Column{"name", &Row::name},
      Column{"description", &Row::description},
      Column{"job_ids", &Row::job_ids},
      Column{"task_count", &Row::task_count},
      Column{"active_tasks", &Row::active_tasks},
      Column{"completed_tasks", &Row::completed_tasks},
      Column{"failed_tasks", &Row::failed_tasks},
      Column{"killed_tasks", &Row::killed_tasks},
      Column{"completed_indices", &Row::completed_indices},
      Column{"submission_time", &Row::submission_time},
      Column{"first_task_launched_time", &Row::first_task_launched_time},
      Column{"completion_time", &Row::completion_time},
      Column{"failure_reason", &Row::failure_reason},
      Column{"metrics", &Row::metrics},
      Column{"rdd_ids", &Row::rdd_ids},
      Column{"parent_ids", &Row::parent_ids},
      Column{"resource_profile_id", &Row::resource_profile_id},
      Column{"has_speculation", &Row::has_speculation},
      Column{"speculative_tasks", &Row::speculative_tasks},
      Column{"speculative_active", &Row::speculative_active},
      Column{"speculative_completed", &Row::speculative_completed},
      Column{"speculative_failed", &Row::speculative_failed},
      Column{"speculative_killed", &Row::speculative_killed},
  };
};

template <>
struct RowColumns<ExecutorStageRow> {
  using Row = ExecutorStageRow;
  static constexpr const char* table = "executor_stage";
  static constexpr auto columns = std::tuple{
      Column{"stage_id", &Row::stage_id},
      Column{"attempt", &Row::attempt},
      Column{"executor_id", &Row::executor_id},
      Column{"task_time", &Row::task_time},
      Column{"completed_tasks", &Row::completed_tasks},
      Column{"failed_tasks", &Row::failed_tasks},
      Column{"killed_tasks", &Row::killed_tasks},
      Column{"excluded", &Row::excluded},
      Column{"metrics", &Row::metrics},
      Column{"peak_metrics", &Row::peak_metrics},
  };
};

Result<void> StageStore::put(const StageRow& row) {
  kept_.put({row.stage_id, row.attempt}, row);
  return cached_upsert(database_, put_stage_, row);
}

Result<void> StageStore::put(const ExecutorStageRow& row) {
  return cached_upsert(database_, put_executor_, row);
}

Result<std::vector<StageRow>> StageStore::list(const std::vector<std::string>& statuses) {
  return select_rows<StageRow>(
      database_, "WHERE " + any_of("status", statuses) + " ORDER BY stage_id DESC, attempt DESC");
}

Result<std::vector<StageRow>> StageStore::numbers() {
  if (auto kept = kept_.take_all()) return *std::move(kept);
  auto rows = select_rows<StageNumbers>(database_, "ORDER BY stage_id, attempt");
  if (!rows) return std::unexpected(rows.error());
  return std::vector<StageRow>(std::make_move_iterator(rows->begin()),
                               std::make_move_iterator(rows->end()));
}

Result<std::vector<StageRow>> StageStore::attempts(std::int64_t stage_id) {
  return select_rows<StageRow>(database_, "WHERE stage_id = ? ORDER BY attempt", stage_id);
}

Result<std::optional<StageRow>> StageStore::get(const StageKey& stage) {
  return select_row<StageRow>(database_, "WHERE stage_id = ? AND attempt = ?", stage.stage_id,
                              stage.attempt);
}

Result<std::vector<ExecutorStageRow>> StageStore::executors(std::int64_t stage_id,
                                                            std::int64_t attempt) {
  return select_rows<ExecutorStageRow>(
      database_, "WHERE stage_id = ? AND attempt = ? ORDER BY executor_id", stage_id, attempt);
}

Result<std::vector<ExecutorWork>> StageStore::executor_work(const StageKey& stage) {
  if (!select_work_) {
    auto prepared = database_.prepare(
        "SELECT executor_id, task_time, completed_tasks, failed_tasks, killed_tasks,"
        " input_bytes + shuffle_local_bytes_read + shuffle_remote_bytes_read FROM executor_stage"
        " WHERE stage_id = ? AND attempt = ? ORDER BY executor_id");
    if (!prepared) return std::unexpected(prepared.error());
    select_work_.emplace(*std::move(prepared));
  }
  Statement& select = *select_work_;
  select.reset();
  select.bind(1, stage.stage_id);
  select.bind(2, stage.attempt);
  std::vector<ExecutorWork> work;
  for (;;) {
    const auto more = select.step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    work.push_back({stage, std::string(select.text(0)), select.integer(1), select.integer(2),
                    select.integer(3), select.integer(4), select.integer(5)});
  }
  select.reset();  // nothing stays locked
  return work;
}

}  // namespace afterglow::history
